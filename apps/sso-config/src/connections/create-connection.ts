import { AppError, type CreateConnection as NewConnection } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { SettingsChanges } from '../settings/settings-changes.store.js';
import { TenantStore } from '../tenants/tenant.store.js';
import type { ConnectionRow } from './connection.entity.js';
import { CONNECTIONS_AT_MOST, defaultName } from './connection.rules.js';
import { ConnectionStore } from './connection.store.js';

/**
 * Adds a draft, whose redirect URI is known before any value is.
 * @emits sso.config.changed
 */
@Injectable()
export class CreateConnection {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly connections: ConnectionStore,
    private readonly changes: SettingsChanges,
  ) {}

  async run({
    tenantId,
    connection,
  }: {
    tenantId: string;
    connection: NewConnection;
  }): Promise<ConnectionRow> {
    const { provider, name = defaultName(provider) } = connection;
    const key = { tenantId, id: newId() };
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.tenants.get(tx, tenantId);
      // Locks the tenant, so that two drafts at once cannot pass the limit together.
      await this.changes.record(tx, tenantId, {
        changed: ['connection_added'],
        connectionId: key.id,
        provider,
        mode: 'off',
      });
      if ((await this.connections.count(tx, tenantId)) >= CONNECTIONS_AT_MOST)
        throw new AppError('connection_limit_reached');
      await this.connections.add(tx, { ...key, provider, name });
      return await this.connections.get(tx, key);
    });
  }
}
