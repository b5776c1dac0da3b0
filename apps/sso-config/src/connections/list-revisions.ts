import type { ConnectionRevision } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ConnectionRevisionStore } from './connection-revision.store.js';
import { type ConnectionKey, ConnectionStore } from './connection.store.js';
import { toRevisions } from './revision.rules.js';

/** So many are shown; older ones stay stored. */
const REVISIONS_SHOWN = 100;

/** Lists the newest revisions of a connection, each with what it changed. */
@Injectable()
export class ListRevisions {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionStore,
    private readonly revisions: ConnectionRevisionStore,
  ) {}

  async run(key: ConnectionKey): Promise<ConnectionRevision[]> {
    return await this.database.inTenant(key.tenantId, async (tx) => {
      const row = await this.connections.get(tx, key);
      // One more, for what the oldest shown one changed.
      const found = await this.revisions.list(tx, key, REVISIONS_SHOWN + 1);
      return toRevisions(row, found).slice(0, REVISIONS_SHOWN);
    });
  }
}
