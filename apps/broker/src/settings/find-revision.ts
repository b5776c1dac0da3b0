import { AppError } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ConnectionRevisionStore } from './connection-revision.store.js';
import { PlatformGoogle } from './platform-google.js';
import { atRevision, type UsableConnection } from './usable-connection.rules.js';

/**
 * The connection with the values that a login began with, and the mode of now. Refuses `connection_changed` where the
 * issuer or the client id was another one then, or where nobody knows any more.
 */
@Injectable()
export class FindRevision {
  constructor(
    private readonly database: Database,
    private readonly revisions: ConnectionRevisionStore,
    private readonly google: PlatformGoogle,
  ) {}

  async run(tenantId: string, live: UsableConnection, revision: number): Promise<UsableConnection> {
    if (live.revision === revision) return live;
    const place = { tenantId, connectionId: live.id, revision };
    const stored = await this.database.inTenant(tenantId, async (tx) => await this.revisions.find(tx, place));
    const connection = stored && atRevision(live, stored, this.google.client);
    if (!connection) throw new AppError('connection_changed', { detail: `revision ${revision.toString()}` });
    return connection;
  }
}
