import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { ConnectionRow } from '../connections/connection.entity.js';
import { ConnectionStore } from '../connections/connection.store.js';
import type { TenantRow } from '../tenants/tenant.entity.js';
import { TenantStore } from '../tenants/tenant.store.js';

/** Reads a tenant with all its connections, drafts included, for the settings page. */
@Injectable()
export class ReadSsoSettings {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly connections: ConnectionStore,
  ) {}

  async run(tenantId: string): Promise<{ tenant: TenantRow; connections: ConnectionRow[] }> {
    return await this.database.inTenant(tenantId, async (tx) => ({
      tenant: await this.tenants.get(tx, tenantId),
      connections: await this.connections.list(tx, tenantId),
    }));
  }
}
