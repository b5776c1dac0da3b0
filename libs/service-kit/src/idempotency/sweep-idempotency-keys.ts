import { Injectable } from '@nestjs/common';
import { Database } from '../database.js';
import { RepeatsEvery } from '../repeated-work.js';
import { listTenantsWithOldKeys, removeOldKeys } from './idempotency-key.store.js';

/** Removes what was kept of requests with a key after a day. */
@Injectable()
@RepeatsEvery(600)
export class SweepIdempotencyKeys {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    // Age alone decides here, in every tenant; the rows are removed tenant by tenant.
    for (const tenantId of await this.database.acrossTenants(listTenantsWithOldKeys))
      await this.database.inTenant(tenantId, async (tx) => await removeOldKeys(tx, tenantId));
  }
}
