import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { TenantStore } from '../tenants/tenant.store.js';
import type { ExemptionRow } from './exemption.entity.js';
import { ExemptionStore } from './exemption.store.js';

/** Lists the exemptions of a tenant that have not ended. */
@Injectable()
export class ListExemptions {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly exemptions: ExemptionStore,
  ) {}

  async run(tenantId: string): Promise<ExemptionRow[]> {
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.tenants.get(tx, tenantId);
      return await this.exemptions.list(tx, tenantId);
    });
  }
}
