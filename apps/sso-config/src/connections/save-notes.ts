import type { UpdateConnection } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SettingsChanges } from '../settings/settings-changes.store.js';
import type { ConnectionRow } from './connection.entity.js';
import { chooseNotes } from './connection.rules.js';
import { ConnectionStore } from './connection.store.js';

/**
 * Saves what no login depends on and what therefore makes no revision: the name, and when the live secret ends.
 * @emits sso.config.changed unless everything is as before
 */
@Injectable()
export class SaveNotes {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly changes: SettingsChanges,
  ) {}

  async run(tx: EntityManager, row: ConnectionRow, wanted: UpdateConnection): Promise<void> {
    const notes = chooseNotes(row, wanted);
    if (Object.keys(notes).length === 0) return;
    const { tenantId, id: connectionId, provider } = row;
    await this.connections.update(tx, row, notes);
    await this.changes.record(tx, tenantId, {
      changed: [
        ...(notes.name === undefined ? [] : (['connection_name'] as const)),
        ...(notes.secretExpiresAt === undefined ? [] : (['connection_values'] as const)),
      ],
      connectionId,
      provider,
    });
  }
}
