import {
  type Principal,
  SetMatching as WantedMatching,
  SetSessionLifetimes as WantedLifetimes,
  SetSecondFactor as WantedSecondFactor,
  SetUnlistedProvider as WantedUnlistedProvider,
  Tenant,
} from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Param, Put, UseGuards } from '@nestjs/common';
import { SetMatching } from './set-matching.js';
import { SetSessionLifetimes } from './set-session-lifetimes.js';
import { SetSecondFactor } from './set-second-factor.js';
import { SetUnlistedProvider } from './set-unlisted-provider.js';
import { toTenant } from './tenant.rules.js';

@Controller('v1/tenants/:tenantId')
@UseGuards(AccessTokenGuard)
export class TenantSsoController {
  constructor(
    private readonly setMatching: SetMatching,
    private readonly setSessionLifetimes: SetSessionLifetimes,
    private readonly setSecondFactor: SetSecondFactor,
    private readonly setUnlistedProvider: SetUnlistedProvider,
  ) {}

  @Put('matching')
  @Operation('setMatching', {
    summary: 'Chooses how people are found after their first sign-in at an identity provider.',
    description: 'A new tenant has `match_only`, without mailbox proof.',
    answers: Tenant,
  })
  @NeedsScope('sso:write')
  async putMatching(
    @Param('tenantId') tenantId: string,
    @Body({ schema: WantedMatching }) wanted: WantedMatching,
    @Bearer() bearer: Principal,
  ): Promise<Tenant> {
    return toTenant(await this.setMatching.run({ tenantId, wanted, bearer }));
  }

  @Put('session-lifetimes')
  @Operation('setSessionLifetimes', {
    summary: 'Sets how long people stay signed in, used or not.',
    description:
      'A new tenant has 12 hours from the sign-in on, and no limit without use. A change holds for the sessions that ' +
      'are there already.',
    answers: Tenant,
  })
  @NeedsScope('sso:write')
  async putSessionLifetimes(
    @Param('tenantId') tenantId: string,
    @Body({ schema: WantedLifetimes }) wanted: WantedLifetimes,
    @Bearer() bearer: Principal,
  ): Promise<Tenant> {
    return toTenant(await this.setSessionLifetimes.run({ tenantId, wanted, bearer }));
  }

  @Put('second-factor')
  @Operation('setSecondFactor', {
    summary: 'Chooses where a second factor is demanded: besides a password, and at single sign-on.',
    description:
      'Sessions and tokens that lack what is now demanded end within 60 seconds. With `proved`, the `amr` of the identity provider must hold `mfa` (RFC 8176). Operators and support need a second factor with a password wherever they are.',
    answers: Tenant,
  })
  @NeedsScope('sso:write')
  async putSecondFactor(
    @Param('tenantId') tenantId: string,
    @Body({ schema: WantedSecondFactor }) wanted: WantedSecondFactor,
    @Bearer() bearer: Principal,
  ): Promise<Tenant> {
    return toTenant(await this.setSecondFactor.run({ tenantId, wanted, bearer }));
  }

  @Put('unlisted-provider')
  @Operation('setUnlistedProvider', {
    summary: 'Switches the unlisted provider (`oidc`) on or off for a tenant, by support.',
    description: 'Connections that are there already are left alone.',
    answers: Tenant,
  })
  @NeedsScope('sso:support')
  async putUnlistedProvider(
    @Param('tenantId') tenantId: string,
    @Body({ schema: WantedUnlistedProvider }) { allowed }: WantedUnlistedProvider,
    @Bearer() bearer: Principal,
  ): Promise<Tenant> {
    return toTenant(await this.setUnlistedProvider.run({ tenantId, allowed, bearer }));
  }
}
