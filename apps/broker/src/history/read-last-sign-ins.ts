import type { LastSignIns } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { SignInHistoryStore } from './sign-in-history.store.js';

/** When and how each of some users signed in last. */
@Injectable()
export class ReadLastSignIns {
  constructor(
    private readonly database: Database,
    private readonly history: SignInHistoryStore,
  ) {}

  async run(tenantId: string, userIds: readonly string[]): Promise<LastSignIns> {
    const rows = await this.database.inTenant(
      tenantId,
      async (tx) => await this.history.listLastSignIns(tx, tenantId, [...new Set(userIds)]),
    );
    return { signIns: rows.map(({ at, ...signIn }) => ({ ...signIn, at: at.toISOString() })) };
  }
}
