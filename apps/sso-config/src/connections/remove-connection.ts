import { AppError, type Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { RecordChange } from '../settings/record-change.js';
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
    private readonly record: RecordChange,
  ) {}

  async run({ key, bearer }: { key: ConnectionKey; bearer: Principal }): Promise<void> {
    const { tenantId, id: connectionId } = key;
    await this.database.inTenant(tenantId, async (tx) => {
      const { mode, provider, name } = await this.connections.getLocked(tx, key);
      if (mode !== 'off') throw new AppError('connection_on', { detail: `the connection is ${mode}` });
      await this.connections.remove(tx, key);
      await this.record.run(
        tx,
        tenantId,
        { changed: ['connection_removed'], connectionId, provider },
        { actor: bearer, action: 'connection.removed', detail: { provider, name } },
      );
    });
  }
}
