import { AppError } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { SettingsChanges } from '../settings/settings-changes.store.js';
import { type ConnectionKey, ConnectionStore } from './connection.store.js';

/**
 * Removes a connection that is off, with every secret that it ever had.
 * @emits sso.config.changed
 */
@Injectable()
export class RemoveConnection {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionStore,
    private readonly changes: SettingsChanges,
  ) {}

  async run(key: ConnectionKey): Promise<void> {
    const { tenantId, id: connectionId } = key;
    await this.database.inTenant(tenantId, async (tx) => {
      const { mode, provider } = await this.connections.getLocked(tx, key);
      if (mode !== 'off') throw new AppError('connection_on', { detail: `the connection is ${mode}` });
      await this.connections.remove(tx, key);
      await this.changes.record(tx, tenantId, { changed: ['connection_removed'], connectionId, provider });
    });
  }
}
