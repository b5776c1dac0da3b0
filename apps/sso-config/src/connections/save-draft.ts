import type { ConnectionDraft } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { ConnectionRow } from './connection.entity.js';
import { type ConnectionKey, ConnectionStore } from './connection.store.js';

/**
 * Keeps what was typed into a set-up and not saved yet, or forgets it. Nobody signs in by a draft, so that neither the
 * revision nor the settings version rises and nothing is told.
 */
@Injectable()
export class SaveDraft {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionStore,
  ) {}

  async run({ key, draft }: { key: ConnectionKey; draft: ConnectionDraft | null }): Promise<ConnectionRow> {
    return await this.database.inTenant(key.tenantId, async (tx) => {
      await this.connections.getLocked(tx, key);
      await this.connections.update(tx, key, { draft });
      return await this.connections.get(tx, key);
    });
  }
}
