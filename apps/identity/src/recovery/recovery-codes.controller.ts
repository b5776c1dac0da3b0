import {
  ConfirmRecoveryCodes as Typed,
  type Principal,
  RecoveryCodes,
  RecoveryCodeState,
} from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Put, UseGuards } from '@nestjs/common';
import { readId } from '../users/user.rules.js';
import { ConfirmRecoveryCodes } from './confirm-recovery-codes.js';
import { MakeRecoveryCodes } from './make-recovery-codes.js';
import { ReadRecoveryCodes } from './read-recovery-codes.js';

@Controller('v1/tenants/:tenantId/users/:userId/recovery-codes')
@UseGuards(AccessTokenGuard)
export class RecoveryCodesController {
  constructor(
    private readonly make: MakeRecoveryCodes,
    private readonly confirm: ConfirmRecoveryCodes,
    private readonly read: ReadRecoveryCodes,
  ) {}

  @Post()
  @Operation('makeRecoveryCodes', {
    summary: "Makes an administrator's own recovery codes: ten, shown this once. Those before are void.",
    description:
      'For oneself alone, as an active administrator. They open nothing until one of them is confirmed, and are void with the role.',
    answers: RecoveryCodes,
  })
  @NeedsScope('sso:write')
  async post(
    @Param('tenantId') tenantId: string,
    @Param('userId') userId: string,
    @Bearer() bearer: Principal,
  ): Promise<RecoveryCodes> {
    return await this.make.run({ tenantId, userId: readId(userId), bearer });
  }

  @Put('confirmation')
  @Operation('confirmRecoveryCodes', {
    summary: 'Confirms recovery codes by typing one of them, which stays usable.',
    description: 'For oneself alone. Small letters and missing hyphens do not matter.',
    refuses: ['recovery_code_invalid'],
  })
  @NeedsScope('sso:write')
  @HttpCode(HttpStatus.NO_CONTENT)
  async put(
    @Param('tenantId') tenantId: string,
    @Param('userId') userId: string,
    @Body({ schema: Typed }) { code }: Typed,
    @Bearer() bearer: Principal,
  ): Promise<void> {
    await this.confirm.run({ tenantId, userId: readId(userId), code, bearer });
  }

  @Get()
  @Operation('readRecoveryCodes', {
    summary: "How a user's recovery codes stand: made, confirmed, how many are left. Never a code.",
    answers: RecoveryCodeState,
  })
  @NeedsScope('users:read')
  async get(
    @Param('tenantId') tenantId: string,
    @Param('userId') userId: string,
  ): Promise<RecoveryCodeState> {
    return await this.read.run({ tenantId, userId: readId(userId) });
  }
}
