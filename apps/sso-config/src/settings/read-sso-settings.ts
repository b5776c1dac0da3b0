import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { ConnectionRow } from '../connections/connection.entity.js';
import { ConnectionStore } from '../connections/connection.store.js';
import type { DomainRow } from '../domains/domain.entity.js';
import { DomainStore } from '../domains/domain.store.js';
import type { ExemptionRow } from '../exemptions/exemption.entity.js';
import { ExemptionStore } from '../exemptions/exemption.store.js';
import type { TenantRow } from '../tenants/tenant.entity.js';
import { TenantStore } from '../tenants/tenant.store.js';

/** Everything that the settings page shows. */
interface WholePage {
  tenant: TenantRow;
  connections: ConnectionRow[];
  domains: DomainRow[];
  exemptions: ExemptionRow[];
}

/** Reads a tenant with its connections, domains and exemptions, drafts and pending ones included. */
@Injectable()
export class ReadSsoSettings {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly connections: ConnectionStore,
    private readonly domains: DomainStore,
    private readonly exemptions: ExemptionStore,
  ) {}

  async run(tenantId: string): Promise<WholePage> {
    return await this.database.inTenant(tenantId, async (tx) => ({
      tenant: await this.tenants.get(tx, tenantId),
      connections: await this.connections.list(tx, tenantId),
      domains: await this.domains.list(tx, tenantId),
      exemptions: await this.exemptions.list(tx, tenantId),
    }));
  }
}
