import { Database, RepeatsEvery } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ImportRefusalStore } from './import-refusal.store.js';

/** Forgets why lines of imports were refused, a day later: what was in them is somebody's, and of no more use. */
@Injectable()
@RepeatsEvery(3600)
export class SweepImportRefusals {
  constructor(
    private readonly database: Database,
    private readonly refusals: ImportRefusalStore,
  ) {}

  async run(): Promise<void> {
    // Whoever imported once may never come back: the old ones of all tenants are looked for together.
    const tenantIds = await this.database.acrossTenants((tx) => this.refusals.listTenantsWithOld(tx));
    for (const tenantId of tenantIds)
      await this.database.inTenant(tenantId, (tx) => this.refusals.removeOld(tx, tenantId));
    if (tenantIds.length > 0) await this.run();
  }
}
