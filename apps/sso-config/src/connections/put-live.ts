import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../audit/audit.rules.js';
import { RecordChange } from '../settings/record-change.js';
import { toColumns, toValues } from './connection-values.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import { ConnectionRevisionStore } from './connection-revision.store.js';
import { ConnectionStore } from './connection.store.js';
import { chooseLive } from './secret.rules.js';

/** Who puts which revision of a locked connection into use, and the test that it passed before, if it did. */
interface PuttingLive {
  revision: number;
  actor: Actor;
  testId?: string;
}

/**
 * Makes the pending revision the live one.
 * @emits sso.config.changed
 */
@Injectable()
export class PutLive {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly revisions: ConnectionRevisionStore,
    private readonly record: RecordChange,
  ) {}

  async run(tx: EntityManager, row: ConnectionRow, { revision, actor, testId }: PuttingLive): Promise<void> {
    const { values } = await this.revisions.get(tx, row, revision);
    if (revision !== row.pendingRevision)
      throw new AppError('revision_conflict', { detail: `revision ${revision} is superseded` });
    const { tenantId, id: connectionId, provider } = row;
    const live = toColumns(chooseLive(toValues(row), values));
    await this.connections.update(tx, row, { ...live, revision, pendingRevision: null });
    await this.record.run(
      tx,
      tenantId,
      { changed: ['connection_values'], connectionId, provider },
      {
        actor,
        action: 'connection.went_live',
        detail: { revision, tested: testId !== undefined, ...(testId !== undefined && { testId }) },
      },
    );
  }
}
