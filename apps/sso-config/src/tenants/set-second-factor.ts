import type { SetSecondFactor as WantedSecondFactor } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { SettingsChanges } from '../settings/settings-changes.store.js';
import type { TenantRow } from './tenant.entity.js';
import { toSecondFactor } from './tenant.rules.js';
import { TenantStore } from './tenant.store.js';

/**
 * Chooses where a tenant demands a second factor.
 * @emits sso.config.changed unless everything is as before
 */
@Injectable()
export class SetSecondFactor {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly changes: SettingsChanges,
  ) {}

  async run({ tenantId, wanted }: { tenantId: string; wanted: WantedSecondFactor }): Promise<TenantRow> {
    return await this.database.inTenant(tenantId, async (tx) => {
      const { password, sso } = toSecondFactor(await this.tenants.getLocked(tx, tenantId));
      if (password !== wanted.password || sso !== wanted.sso) {
        await this.tenants.update(tx, tenantId, {
          secondFactorPassword: wanted.password,
          secondFactorSso: wanted.sso,
        });
        await this.changes.record(tx, tenantId, { changed: ['second_factor'] });
      }
      return await this.tenants.get(tx, tenantId);
    });
  }
}
