import type { ConnectionSettings } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { isComplete, toSettings } from './connection-values.rules.js';
import { newestRevision } from './connection.rules.js';
import { ConnectionRevisionStore } from './connection-revision.store.js';
import { ConnectionStore } from './connection.store.js';

interface WantedRevision {
  tenantId: string;
  connectionId: string;
  /** The newest where none is named. */
  revision?: number;
}

/** Reads a connection with the values of one revision, live or not, in any mode; null without complete values. */
@Injectable()
export class ReadRevision {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionStore,
    private readonly revisions: ConnectionRevisionStore,
  ) {}

  async run({ tenantId, connectionId, revision }: WantedRevision): Promise<ConnectionSettings | null> {
    const key = { tenantId, id: connectionId };
    return await this.database.inTenant(tenantId, async (tx) => {
      const row = await this.connections.find(tx, key);
      if (!row) return null;
      const found = await this.revisions.find(tx, key, revision ?? newestRevision(row));
      return found && isComplete(row.provider, found.values)
        ? toSettings(row, found.revision, found.values)
        : null;
    });
  }
}
