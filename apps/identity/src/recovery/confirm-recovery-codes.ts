import { AppError, type Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { UserStore } from '../users/user.store.js';
import {
  checkMayHaveCodes,
  checkOwner,
  type CodeOwner,
  hashOfCode,
  readCode,
} from './recovery-code.rules.js';
import { RecoveryCodeStore } from './recovery-code.store.js';

/** Has an administrator's codes count, once one of them was typed from where they are kept. */
@Injectable()
export class ConfirmRecoveryCodes {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly codes: RecoveryCodeStore,
  ) {}

  /** Refuses `recovery_code_invalid` for what is none of them, or has been used. */
  async run({ bearer, code, ...owner }: CodeOwner & { bearer: Principal; code: string }): Promise<void> {
    checkOwner(bearer, owner);
    const { tenantId, userId } = owner;
    const hash = hashOfCode(owner, readCode(code) ?? '');
    const isConfirmed = await this.database.inTenant(tenantId, async (tx) => {
      checkMayHaveCodes(await this.users.getLocked(tx, tenantId, userId));
      return await this.codes.confirm(tx, owner, hash);
    });
    if (!isConfirmed) throw new AppError('recovery_code_invalid', { detail: 'none of the codes' });
  }
}
