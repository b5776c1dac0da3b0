import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { TenantStore } from '../tenants/tenant.store.js';
import { type SetUpLinkNow, SetUpLinkStore } from './set-up-link.store.js';

/** Lists a tenant's set-up links, newest first. */
@Injectable()
export class ListSetUpLinks {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly links: SetUpLinkStore,
  ) {}

  async run(tenantId: string): Promise<SetUpLinkNow[]> {
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.tenants.get(tx, tenantId);
      return await this.links.list(tx, tenantId);
    });
  }
}
