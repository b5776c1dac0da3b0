import { Database } from '@portico/service-kit';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ConnectionRevisionStore } from './connection-revision.store.js';

const INTERVAL_MS = 600_000;

/** Deletes replaced values, and with them replaced secrets, once no login can have begun with them. */
@Injectable()
export class PruneRevisions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(PruneRevisions.name);
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly database: Database,
    private readonly revisions: ConnectionRevisionStore,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.run().catch((error: unknown) => this.logger.warn({ err: error }, 'nothing pruned'));
    }, INTERVAL_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async run(): Promise<void> {
    // Across tenants, because which of them have any is not known otherwise; written tenant by tenant.
    const tenantIds = await this.database.acrossTenants(
      async (tx) => await this.revisions.listTenantsToPrune(tx),
    );
    for (const tenantId of tenantIds)
      await this.database.inTenant(tenantId, async (tx) => await this.revisions.prune(tx, tenantId));
  }
}
