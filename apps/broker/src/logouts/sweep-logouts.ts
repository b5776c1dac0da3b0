import { Database, RepeatsEvery } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { LogoutDeliveryStore } from './logout-delivery.store.js';

const MOST_AT_ONCE = 1000;

/** Deletes logout tokens that were settled a week ago, in batches that hold no lock for long. */
@Injectable()
@RepeatsEvery(600)
export class SweepLogouts {
  constructor(
    private readonly database: Database,
    private readonly deliveries: LogoutDeliveryStore,
  ) {}

  async run(): Promise<void> {
    const tenantIds = await this.database.atOnceAcrossTenants(
      async (tx) => await this.deliveries.listOldTenants(tx, MOST_AT_ONCE),
    );
    for (const tenantId of tenantIds)
      await this.database.atOnceInTenant(tenantId, async (tx) => {
        await this.deliveries.removeOld(tx, tenantId, MOST_AT_ONCE);
      });
  }
}
