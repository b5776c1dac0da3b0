import type { RecoveryCodeState } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { UserStore } from '../users/user.store.js';
import type { CodeOwner } from './recovery-code.rules.js';
import { RecoveryCodeStore } from './recovery-code.store.js';

/** How a user's recovery codes stand; never a code. */
@Injectable()
export class ReadRecoveryCodes {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly codes: RecoveryCodeStore,
  ) {}

  async run(owner: CodeOwner): Promise<RecoveryCodeState> {
    const { tenantId, userId } = owner;
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.users.get(tx, tenantId, userId);
      const { made, confirmed, left, madeAt } = await this.codes.count(tx, owner);
      return { made: made > 0, confirmed: confirmed > 0, left, madeAt: madeAt?.toISOString() ?? null };
    });
  }
}
