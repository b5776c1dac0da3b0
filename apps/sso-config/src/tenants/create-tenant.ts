import type { CreateTenant as NewTenant, Principal } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { SettingsChanges } from '../settings/settings-changes.store.js';
import type { TenantRow } from './tenant.entity.js';
import { checkMayCreate } from './tenant.rules.js';
import { TenantStore } from './tenant.store.js';

/**
 * Adds a tenant, without any way of signing in by SSO yet.
 * @emits sso.config.changed
 */
@Injectable()
export class CreateTenant {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly changes: SettingsChanges,
  ) {}

  async run({ tenant, bearer }: { tenant: NewTenant; bearer: Principal }): Promise<TenantRow> {
    checkMayCreate(tenant, bearer);
    const tenantId = newId();
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.tenants.add(tx, { tenantId, ...tenant });
      await this.changes.record(tx, tenantId, { changed: ['tenant'] });
      return await this.tenants.get(tx, tenantId);
    });
  }
}
