import type { Principal, UpdateConnection } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AddRevision } from './add-revision.js';
import { type ConnectionValues, endsDraft, makesRevision } from './connection-values.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import { ConnectionStore } from './connection.store.js';
import type { Newest } from './read-newest.js';
import { SaveNotes } from './save-notes.js';

/** What an admin wanted, and what of it differs from the newest values. */
interface Changes {
  wanted: UpdateConnection;
  changes: Partial<ConnectionValues>;
  bearer: Principal;
}

/**
 * Writes a save down in a locked connection: a revision or a note, and no draft any more once everything is there.
 * @emits sso.config.changed unless everything is as before
 */
@Injectable()
export class ApplyChanges {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly addRevision: AddRevision,
    private readonly saveNotes: SaveNotes,
  ) {}

  async run(
    tx: EntityManager,
    { row, values: before }: Newest,
    { wanted, changes, bearer }: Changes,
  ): Promise<ConnectionRow> {
    const values = { ...before, ...changes };
    const name = wanted.name === row.name ? undefined : wanted.name;
    if (makesRevision(changes)) await this.addRevision.run(tx, { row, before, values, name, bearer });
    else await this.saveNotes.run(tx, row, { wanted, bearer });
    // What was typed and is saved now needs no keeping.
    if (row.draft !== null && endsDraft(row.provider, values, wanted))
      await this.connections.update(tx, row, { draft: null });
    return await this.connections.get(tx, row);
  }
}
