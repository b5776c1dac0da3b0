import type { Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { checkMayGoLive } from './authority.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import { toAuthor } from './connection.rules.js';
import { type ConnectionKey, ConnectionStore } from './connection.store.js';
import { PutLive } from './put-live.js';
import { checkGoLive } from './revision.rules.js';

interface GoingLive {
  key: ConnectionKey;
  revision: number;
  bearer: Principal;
}

/**
 * Makes the pending revision the live one, untested.
 * @emits sso.config.changed unless it is live already
 */
@Injectable()
export class GoLive {
  private readonly logger = new Logger(GoLive.name);

  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionStore,
    private readonly putLive: PutLive,
  ) {}

  async run({ key, revision, bearer }: GoingLive): Promise<ConnectionRow> {
    checkMayGoLive(bearer, key.tenantId);
    return await this.database.inTenant(key.tenantId, async (tx) => {
      const row = await this.connections.getLocked(tx, key);
      if (revision === row.revision) return row;
      if (revision === row.pendingRevision) checkGoLive(row, bearer);
      await this.putLive.run(tx, row, { revision, actor: bearer });
      if (row.mode === 'enforced')
        this.logger.warn({ ...key, revision, by: toAuthor(bearer) }, 'went live untested while enforced');
      return await this.connections.get(tx, key);
    });
  }
}
