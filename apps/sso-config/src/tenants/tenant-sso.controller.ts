import {
  type Principal,
  SetMatching as WantedMatching,
  SetUnlistedProvider as WantedUnlistedProvider,
  Tenant,
} from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Param, Put, UseGuards } from '@nestjs/common';
import { SetMatching } from './set-matching.js';
import { SetUnlistedProvider } from './set-unlisted-provider.js';
import { toTenant } from './tenant.rules.js';

@Controller('v1/tenants/:tenantId')
@UseGuards(AccessTokenGuard)
export class TenantSsoController {
  constructor(
    private readonly setMatching: SetMatching,
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
  ): Promise<Tenant> {
    return toTenant(await this.setMatching.run({ tenantId, wanted }));
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
