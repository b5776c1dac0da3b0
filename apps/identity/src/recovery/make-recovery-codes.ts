import type { Principal, RecoveryCodes } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { UserStore } from '../users/user.store.js';
import {
  checkMayHaveCodes,
  checkOwner,
  type CodeOwner,
  hashOfCode,
  makeCodes,
  readCode,
} from './recovery-code.rules.js';
import { RecoveryCodeStore } from './recovery-code.store.js';

/** Makes an administrator's recovery codes, for themselves; those before are void. They are told this once. */
@Injectable()
export class MakeRecoveryCodes {
  private readonly logger = new Logger(MakeRecoveryCodes.name);

  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly codes: RecoveryCodeStore,
  ) {}

  async run({ bearer, ...owner }: CodeOwner & { bearer: Principal }): Promise<RecoveryCodes> {
    checkOwner(bearer, owner);
    const { tenantId, userId } = owner;
    const codes = makeCodes();
    const hashes = codes.map((code) => hashOfCode(owner, readCode(code) ?? ''));
    await this.database.inTenant(tenantId, async (tx) => {
      // Locked, so that the role is not taken in between, and of two who make codes at once one is the later.
      checkMayHaveCodes(await this.users.getLocked(tx, tenantId, userId));
      await this.codes.replace(tx, owner, hashes);
    });
    this.logger.log({ tenantId, userId }, 'made recovery codes');
    return { codes };
  }
}
