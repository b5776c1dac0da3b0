import { AppError, type AuditEntry, type Principal } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RecordChange } from '../settings/record-change.js';
import { type ConnectionValues, isComplete, namesOfChanges, toColumns } from './connection-values.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import { newestRevision, toAuthor } from './connection.rules.js';
import { ConnectionRevisionStore } from './connection-revision.store.js';
import { ConnectionStore } from './connection.store.js';

/** What is saved on which locked connection, by whom. */
interface NewRevision {
  row: ConnectionRow;
  /** The newest values until now. */
  before: ConnectionValues;
  values: ConnectionValues;
  /** A new name, which is nothing that has to be tested. */
  name?: string;
  bearer: Principal;
  /** The revision that is restored, where one is. */
  restores?: number;
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
    private readonly record: RecordChange,
  ) {}

  async run(tx: EntityManager, saving: NewRevision): Promise<void> {
    const { row, values, name, bearer } = saving;
    const { tenantId, id: connectionId, provider } = row;
    const revision = newestRevision(row) + 1;
    const live = row.mode === 'off';
    if (!live && !isComplete(provider, values)) throw new AppError('connection_not_ready');
    await this.connections.update(tx, row, {
      ...(live ? { ...toColumns(values), revision, pendingRevision: null } : { pendingRevision: revision }),
      ...(name !== undefined && { name }),
    });
    await this.revisions.add(tx, { tenantId, connectionId, revision, values, savedBy: toAuthor(bearer) });
    const changed = [
      live ? ('connection_values' as const) : ('connection_pending' as const),
      ...(name !== undefined ? (['connection_name'] as const) : []),
    ];
    await this.record.run(
      tx,
      tenantId,
      { changed, connectionId, provider },
      {
        actor: bearer,
        action: saving.restores === undefined ? 'connection.saved' : 'connection.restored',
        detail: toDetail(saving, { revision, pending: !live }),
      },
    );
  }
}

const toDetail = (
  { before, values, name, restores }: NewRevision,
  added: { revision: number; pending: boolean },
): AuditEntry['detail'] => ({
  ...added,
  changed: [...namesOfChanges(before, values), ...(name !== undefined ? ['name'] : [])],
  ...(restores !== undefined && { restored: restores }),
});
