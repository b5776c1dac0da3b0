import type { Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { SettingsChanges } from '../settings/settings-changes.store.js';
import type { TenantRow } from './tenant.entity.js';
import { TenantStore } from './tenant.store.js';

interface UnlistedProvider {
  tenantId: string;
  allowed: boolean;
  bearer: Principal;
}

/**
 * Switches the unlisted provider on or off for a tenant. Connections that it has already are left alone.
 * @emits sso.config.changed unless it is as before
 */
@Injectable()
export class SetUnlistedProvider {
  private readonly logger = new Logger(SetUnlistedProvider.name);

  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly changes: SettingsChanges,
  ) {}

  async run({ tenantId, allowed, bearer }: UnlistedProvider): Promise<TenantRow> {
    return await this.database.inTenant(tenantId, async (tx) => {
      const { unlistedProvider } = await this.tenants.getLocked(tx, tenantId);
      if (unlistedProvider !== allowed) {
        const by = `${bearer.kind}:${bearer.subject}`;
        this.logger.log({ tenantId, allowed, by }, 'switched the unlisted provider');
        await this.tenants.update(tx, tenantId, { unlistedProvider: allowed });
        await this.changes.record(tx, tenantId, { changed: ['tenant'] });
      }
      return await this.tenants.get(tx, tenantId);
    });
  }
}
