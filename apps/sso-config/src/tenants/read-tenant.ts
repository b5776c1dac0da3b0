import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { TenantRow } from './tenant.entity.js';
import { TenantStore } from './tenant.store.js';

/** Reads one tenant. */
@Injectable()
export class ReadTenant {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
  ) {}

  async run(tenantId: string): Promise<TenantRow> {
    return await this.database.inTenant(tenantId, (tx) => this.tenants.get(tx, tenantId));
  }
}
