import { Database, RepeatsEvery } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ConnectionRevisionStore } from './connection-revision.store.js';

/** Deletes replaced values, and with them replaced secrets, once no login can have begun with them. */
@Injectable()
@RepeatsEvery(600)
export class PruneRevisions {
  constructor(
    private readonly database: Database,
    private readonly revisions: ConnectionRevisionStore,
  ) {}

  async run(): Promise<void> {
    // Across tenants, because which of them have any is not known otherwise; written tenant by tenant.
    const tenantIds = await this.database.acrossTenants(
      async (tx) => await this.revisions.listTenantsToPrune(tx),
    );
    for (const tenantId of tenantIds)
      await this.database.inTenant(tenantId, async (tx) => await this.revisions.prune(tx, tenantId));
  }
}
