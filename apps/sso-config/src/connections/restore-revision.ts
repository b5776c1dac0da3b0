import type { Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { AddRevision } from './add-revision.js';
import { namesOfChanges } from './connection-values.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import { ConnectionRevisionStore } from './connection-revision.store.js';
import { type ConnectionKey, ConnectionStore } from './connection.store.js';
import { ReadNewest } from './read-newest.js';
import { chooseRestored } from './secret.rules.js';
import { checkCallback } from './wanted-values.rules.js';

interface Restoring {
  key: ConnectionKey;
  /** The revision whose values come back. */
  revision: number;
  bearer: Principal;
}

/**
 * Saves the values of an older revision as a new one, so that history is only added to.
 * @emits sso.config.changed unless the newest values are the same
 */
@Injectable()
export class RestoreRevision {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionStore,
    private readonly revisions: ConnectionRevisionStore,
    private readonly newest: ReadNewest,
    private readonly addRevision: AddRevision,
  ) {}

  async run({ key, revision, bearer }: Restoring): Promise<ConnectionRow> {
    return await this.database.inTenant(key.tenantId, async (tx) => {
      const { row, values: stored } = await this.newest.run(tx, key, { locked: true });
      const values = chooseRestored(stored, (await this.revisions.get(tx, key, revision)).values);
      checkCallback(stored, values, bearer);
      if (namesOfChanges(stored, values).length > 0)
        await this.addRevision.run(tx, { row, before: stored, values, bearer, restores: revision });
      return await this.connections.get(tx, key);
    });
  }
}
