import { PasswordLink, type Principal, SetPassword as NewPassword } from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, HttpCode, HttpStatus, Param, Post, Put, UseGuards } from '@nestjs/common';
import { readId } from '../users/user.rules.js';
import { HandOverPasswordLink } from './hand-over-password-link.js';
import { SendPasswordLink } from './send-password-link.js';
import { SetPassword } from './set-password.js';

/** Why a user may have no password now. */
const NO_PASSWORD = [
  'user_deactivated',
  'sso_required',
  'connection_not_enforced',
  'tenant_inactive',
  'settings_stale',
] as const;

@Controller('v1/tenants/:tenantId/users/:userId')
@UseGuards(AccessTokenGuard)
export class PasswordsController {
  constructor(
    private readonly set: SetPassword,
    private readonly sendLink: SendPasswordLink,
    private readonly handOver: HandOverPasswordLink,
  ) {}

  @Put('password')
  @Operation('setPassword', {
    summary: "Sets a user's password, 12 to 1024 characters.",
    description:
      "One that is well known, or that says no more than the address, is refused. So is one for a user whom the tenant's settings of now let have none, unless the bearer has the scope `sso:seed`. Passwords of the people of the platform are set by operators and machine applications only.",
    refuses: ['password_unfit', ...NO_PASSWORD],
  })
  @NeedsScope('users:write')
  @HttpCode(HttpStatus.NO_CONTENT)
  async put(
    @Param('tenantId') tenantId: string,
    @Param('userId') userId: string,
    @Body({ schema: NewPassword }) { password }: NewPassword,
    @Bearer() bearer: Principal,
  ): Promise<void> {
    await this.set.run({ tenantId, userId: readId(userId), password, bearer });
  }

  @Post('password-link')
  @Operation('sendPasswordLink', {
    summary: 'Mails the user a one-time link for a first or new password, good for an hour.',
    description:
      "At most five an hour leave for one user; a newer link voids the older ones. The tenant's settings of now decide whether this user may have a password.",
    refuses: NO_PASSWORD,
  })
  @NeedsScope('users:write')
  @HttpCode(HttpStatus.ACCEPTED)
  async postLink(
    @Param('tenantId') tenantId: string,
    @Param('userId') userId: string,
    @Bearer() bearer: Principal,
  ): Promise<void> {
    await this.sendLink.run({ tenantId, userId: readId(userId), bearer });
  }

  @Post('password-link/handed-over')
  @Operation('handOverPasswordLink', {
    summary: 'Answers a one-time link for a first or new password instead of mailing it, good for an hour.',
    description:
      'For the first operator of a platform that may have no mail yet: `sso:seed` is a scope of the platform alone, and may set that password anyway. Counts among the five an hour of one user, voids older links, and is logged with who asked for it.',
    answers: PasswordLink,
    refuses: [...NO_PASSWORD, 'too_many_attempts'],
  })
  @NeedsScope('sso:seed')
  async postHandedOver(
    @Param('tenantId') tenantId: string,
    @Param('userId') userId: string,
    @Bearer() bearer: Principal,
  ): Promise<PasswordLink> {
    return await this.handOver.run({ tenantId, userId: readId(userId), bearer });
  }
}
