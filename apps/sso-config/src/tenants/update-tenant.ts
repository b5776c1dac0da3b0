import type { Principal, UpdateTenant as TenantChanges } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { RecordChange } from '../settings/record-change.js';
import type { TenantRow } from './tenant.entity.js';
import { changesTenant, checkMayChange } from './tenant.rules.js';
import { TenantStore } from './tenant.store.js';

interface TenantUpdate {
  tenantId: string;
  wanted: TenantChanges;
  bearer: Principal;
}

/**
 * Renames a tenant, suspends it or makes it active again.
 * @emits sso.config.changed unless everything is as before
 */
@Injectable()
export class UpdateTenant {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly record: RecordChange,
  ) {}

  async run({ tenantId, wanted, bearer }: TenantUpdate): Promise<TenantRow> {
    checkMayChange(wanted, bearer);
    return await this.database.inTenant(tenantId, async (tx) => {
      if (changesTenant(await this.tenants.get(tx, tenantId), wanted)) {
        await this.tenants.update(tx, tenantId, wanted);
        await this.record.run(
          tx,
          tenantId,
          { changed: ['tenant'] },
          { actor: bearer, action: 'settings.changed', detail: { ...wanted } },
        );
      }
      return await this.tenants.get(tx, tenantId);
    });
  }
}
