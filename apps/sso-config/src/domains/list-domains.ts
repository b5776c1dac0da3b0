import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { TenantStore } from '../tenants/tenant.store.js';
import type { DomainRow } from './domain.entity.js';
import { DomainStore } from './domain.store.js';

/** Lists the domains of a tenant, proved and pending. */
@Injectable()
export class ListDomains {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly domains: DomainStore,
  ) {}

  async run(tenantId: string): Promise<DomainRow[]> {
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.tenants.get(tx, tenantId);
      return await this.domains.list(tx, tenantId);
    });
  }
}
