import { AppError, type CreateConnection as NewConnection, type Principal } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RecordChange } from '../settings/record-change.js';
import { TenantStore } from '../tenants/tenant.store.js';
import type { ConnectionRow } from './connection.entity.js';
import {
  checkProvider,
  CONNECTIONS_AT_MOST,
  defaultName,
  toAuthor,
  toFirstColumns,
} from './connection.rules.js';
import { toValues } from './connection-values.rules.js';
import { ConnectionRevisionStore } from './connection-revision.store.js';
import { type ConnectionKey, ConnectionStore } from './connection.store.js';

interface NewDraft {
  tenantId: string;
  connection: NewConnection;
  bearer: Principal;
}

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
    private readonly revisions: ConnectionRevisionStore,
    private readonly record: RecordChange,
  ) {}

  async run({ tenantId, connection, bearer }: NewDraft): Promise<ConnectionRow> {
    const { provider, name = defaultName(provider) } = connection;
    const key = { tenantId, id: newId() };
    return await this.database.inTenant(tenantId, async (tx) => {
      checkProvider(provider, await this.tenants.get(tx, tenantId));
      // Locks the tenant, so that two drafts at once cannot pass the limit together.
      await this.record.run(
        tx,
        tenantId,
        { changed: ['connection_added'], connectionId: key.id, provider, mode: 'off' },
        { actor: bearer, action: 'connection.added', detail: { provider, name } },
      );
      if ((await this.connections.count(tx, tenantId)) >= CONNECTIONS_AT_MOST)
        throw new AppError('connection_limit_reached');
      await this.connections.add(tx, { ...key, provider, name, ...toFirstColumns(provider) });
      if (provider === 'google') await this.addFirstRevision(tx, key, bearer);
      return await this.connections.get(tx, key);
    });
  }

  /** Google has nothing to enter: what it begins with is its first revision. */
  private async addFirstRevision(tx: EntityManager, key: ConnectionKey, bearer: Principal): Promise<void> {
    const row = await this.connections.get(tx, key);
    await this.revisions.add(tx, {
      tenantId: key.tenantId,
      connectionId: key.id,
      revision: row.revision,
      values: toValues(row),
      savedBy: toAuthor(bearer),
    });
  }
}
