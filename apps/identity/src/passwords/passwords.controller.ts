import { type Principal, SetPassword as NewPassword } from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, HttpCode, HttpStatus, Param, Put, UseGuards } from '@nestjs/common';
import { readId } from '../users/user.rules.js';
import { SetPassword } from './set-password.js';

@Controller('v1/tenants/:tenantId/users/:userId/password')
@UseGuards(AccessTokenGuard)
export class PasswordsController {
  constructor(private readonly set: SetPassword) {}

  @Put()
  @Operation('setPassword', {
    summary: "Sets a user's password, 12 to 1024 characters.",
    description:
      'Passwords of the people of the platform are set by operators and machine applications only.',
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
}
