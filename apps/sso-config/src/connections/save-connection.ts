import type { Principal, UpdateConnection } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SettingsChanges } from '../settings/settings-changes.store.js';
import { type ConnectionValues, toValues } from './connection-values.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import { checkRevision, toAuthor } from './connection.rules.js';
import { ConnectionRevisionStore } from './connection-revision.store.js';
import { type ConnectionKey, ConnectionStore } from './connection.store.js';
import { ResolveValues } from './resolve-values.js';

interface ConnectionUpdate extends ConnectionKey {
  /** The revision that the admin saw. */
  revision: number;
  wanted: UpdateConnection;
  bearer: Principal;
}

/** What one save changes, and who saves. */
interface Save {
  stored: ConnectionRow;
  values: Partial<ConnectionValues>;
  name?: string;
  savedBy: string;
}

/**
 * Saves new values of a connection, its name, or both.
 * @emits sso.config.changed unless everything is as before
 */
@Injectable()
export class SaveConnection {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionStore,
    private readonly revisions: ConnectionRevisionStore,
    private readonly changes: SettingsChanges,
    private readonly resolve: ResolveValues,
  ) {}

  async run({ wanted, bearer, ...key }: ConnectionUpdate): Promise<ConnectionRow> {
    const stored = await this.database.inTenant(key.tenantId, (tx) => this.connections.get(tx, key));
    checkRevision(stored, key.revision);
    const values = await this.resolve.run(stored, wanted);
    const name = wanted.name === stored.name ? undefined : wanted.name;
    const save = { stored, values, name, savedBy: toAuthor(bearer) };
    return await this.database.inTenant(key.tenantId, async (tx) => {
      if (Object.keys(values).length > 0) await this.saveValues(tx, save);
      else if (name !== undefined) await this.rename(tx, stored, name);
      return await this.connections.get(tx, key);
    });
  }

  private async saveValues(tx: EntityManager, { stored, values, name, savedBy }: Save): Promise<void> {
    const { tenantId, id: connectionId, provider } = stored;
    const revision = stored.revision + 1;
    await this.connections.save(tx, stored, { ...values, revision, ...(name !== undefined && { name }) });
    await this.revisions.add(tx, {
      tenantId,
      connectionId,
      revision,
      values: { ...toValues(stored), ...values },
      savedBy,
    });
    await this.changes.record(tx, tenantId, { changed: ['connection_values'], connectionId, provider });
  }

  private async rename(tx: EntityManager, stored: ConnectionRow, name: string): Promise<void> {
    const { tenantId, id: connectionId, provider } = stored;
    await this.connections.save(tx, stored, { name });
    await this.changes.record(tx, tenantId, { changed: ['connection_name'], connectionId, provider });
  }
}
