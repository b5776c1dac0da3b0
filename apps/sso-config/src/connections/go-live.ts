import { AppError, type Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SettingsChanges } from '../settings/settings-changes.store.js';
import { toColumns, toValues } from './connection-values.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import { toAuthor } from './connection.rules.js';
import { ConnectionRevisionStore } from './connection-revision.store.js';
import { type ConnectionKey, ConnectionStore } from './connection.store.js';
import { checkGoLive } from './revision.rules.js';
import { chooseLive } from './secret.rules.js';

interface GoingLive {
  key: ConnectionKey;
  revision: number;
  bearer: Principal;
}

/**
 * Makes the pending revision the live one, untested.
 * @emits sso.config.changed unless it is live already
 */
@Injectable()
export class GoLive {
  private readonly logger = new Logger(GoLive.name);

  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionStore,
    private readonly revisions: ConnectionRevisionStore,
    private readonly changes: SettingsChanges,
  ) {}

  async run({ key, revision, bearer }: GoingLive): Promise<ConnectionRow> {
    return await this.database.inTenant(key.tenantId, async (tx) => {
      const row = await this.connections.getLocked(tx, key);
      if (revision === row.revision) return row;
      const { values } = await this.revisions.get(tx, key, revision);
      if (revision !== row.pendingRevision)
        throw new AppError('revision_conflict', { detail: `revision ${revision} is superseded` });
      checkGoLive(row, bearer);
      if (row.mode === 'enforced')
        this.logger.warn({ ...key, revision, by: toAuthor(bearer) }, 'went live untested while enforced');
      await this.replaceLive(tx, row, { ...toColumns(chooseLive(toValues(row), values)), revision });
      return await this.connections.get(tx, key);
    });
  }

  private async replaceLive(
    tx: EntityManager,
    row: ConnectionRow,
    live: Partial<ConnectionRow>,
  ): Promise<void> {
    const { tenantId, id: connectionId, provider } = row;
    await this.connections.update(tx, row, { ...live, pendingRevision: null });
    await this.changes.record(tx, tenantId, { changed: ['connection_values'], connectionId, provider });
  }
}
