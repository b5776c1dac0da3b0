import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../database.js';
import { listTenantsWithOldKeys, removeOldKeys } from './idempotency-key.store.js';

const INTERVAL_MS = 10 * 60_000;

/** Removes what was kept of requests with a key after a day. */
@Injectable()
export class SweepIdempotencyKeys implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SweepIdempotencyKeys.name);
  private timer?: NodeJS.Timeout;

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.run().catch((error: unknown) => this.logger.warn({ err: error }, 'nothing swept'));
    }, INTERVAL_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async run(): Promise<void> {
    // Age alone decides here, in every tenant; the rows are removed tenant by tenant.
    for (const tenantId of await this.database.acrossTenants(listTenantsWithOldKeys))
      await this.database.inTenant(tenantId, async (tx) => await removeOldKeys(tx, tenantId));
  }
}
