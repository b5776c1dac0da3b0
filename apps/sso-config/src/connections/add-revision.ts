import { AppError, type Principal } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SettingsChanges } from '../settings/settings-changes.store.js';
import { type ConnectionValues, isComplete, toColumns } from './connection-values.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import { newestRevision, toAuthor } from './connection.rules.js';
import { ConnectionRevisionStore } from './connection-revision.store.js';
import { ConnectionStore } from './connection.store.js';

/** What is saved on which locked connection, by whom. */
interface NewRevision {
  row: ConnectionRow;
  values: ConnectionValues;
  /** A new name, which is nothing that has to be tested. */
  name?: string;
  bearer: Principal;
}

/**
 * Adds a revision: live at once while the connection is off, else pending, so that nobody's sign-in depends on values
 * that were never tried.
 * @emits sso.config.changed
 */
@Injectable()
export class AddRevision {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly revisions: ConnectionRevisionStore,
    private readonly changes: SettingsChanges,
  ) {}

  async run(tx: EntityManager, { row, values, name, bearer }: NewRevision): Promise<void> {
    const { tenantId, id: connectionId, provider } = row;
    const revision = newestRevision(row) + 1;
    const live = row.mode === 'off';
    if (!live && !isComplete(provider, values)) throw new AppError('connection_not_ready');
    await this.connections.update(tx, row, {
      ...(live ? { ...toColumns(values), revision, pendingRevision: null } : { pendingRevision: revision }),
      ...(name !== undefined && { name }),
    });
    await this.revisions.add(tx, { tenantId, connectionId, revision, values, savedBy: toAuthor(bearer) });
    await this.changes.record(tx, tenantId, {
      changed: [
        live ? 'connection_values' : 'connection_pending',
        ...(name !== undefined ? (['connection_name'] as const) : []),
      ],
      connectionId,
      provider,
    });
  }
}
