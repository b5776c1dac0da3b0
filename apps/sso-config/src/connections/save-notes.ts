import type { Principal, UpdateConnection } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RecordChange } from '../settings/record-change.js';
import type { ConnectionRow } from './connection.entity.js';
import { chooseNotes } from './connection.rules.js';
import { ConnectionStore } from './connection.store.js';

interface Noting {
  wanted: UpdateConnection;
  bearer: Principal;
}

/**
 * Saves what no login depends on and what therefore makes no revision: the name, and when the live secret ends.
 * @emits sso.config.changed unless everything is as before
 */
@Injectable()
export class SaveNotes {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly record: RecordChange,
  ) {}

  async run(tx: EntityManager, row: ConnectionRow, { wanted, bearer }: Noting): Promise<void> {
    const notes = chooseNotes(row, wanted);
    if (Object.keys(notes).length === 0) return;
    const { tenantId, id: connectionId, provider } = row;
    await this.connections.update(tx, row, notes);
    const changed = [
      ...(notes.name === undefined ? [] : (['connection_name'] as const)),
      ...(notes.secretExpiresAt === undefined ? [] : (['connection_values'] as const)),
    ];
    await this.record.run(
      tx,
      tenantId,
      { changed, connectionId, provider },
      { actor: bearer, action: 'connection.saved', detail: { changed: Object.keys(notes) } },
    );
  }
}
