import type { Principal, UpdateConnection } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ApplyChanges } from './apply-changes.js';
import { checkMaySave } from './authority.rules.js';
import { CheckRevision } from './check-revision.js';
import type { ConnectionValues } from './connection-values.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import type { ConnectionKey } from './connection.store.js';
import { ReadNewest } from './read-newest.js';
import { ResolveValues } from './resolve-values.js';
import { checkCallback, checkFields } from './wanted-values.rules.js';

interface ConnectionUpdate extends ConnectionKey {
  /** The revision that the admin saw. */
  revision: number;
  wanted: UpdateConnection;
  bearer: Principal;
}

/**
 * Saves new values of a connection, its name, or both; the values of one that is on wait as a pending revision.
 * @emits sso.config.changed unless everything is as before
 */
@Injectable()
export class SaveConnection {
  constructor(
    private readonly database: Database,
    private readonly newest: ReadNewest,
    private readonly checkRevision: CheckRevision,
    private readonly resolve: ResolveValues,
    private readonly apply: ApplyChanges,
  ) {}

  async run({ wanted, bearer, ...key }: ConnectionUpdate): Promise<ConnectionRow> {
    const changes = await this.resolveChanges({ wanted, bearer, ...key });
    return await this.database.inTenant(key.tenantId, async (tx) => {
      const newest = await this.newest.run(tx, key, { locked: true });
      // Again, under the lock: of two admins at once one is refused, and a switch in between decides what is live.
      await this.checkRevision.run(tx, newest.row, key.revision);
      return await this.apply.run(tx, newest, { wanted, changes, bearer });
    });
  }

  private async resolveChanges({
    wanted,
    bearer,
    ...key
  }: ConnectionUpdate): Promise<Partial<ConnectionValues>> {
    const seen = await this.database.inTenant(key.tenantId, async (tx) => {
      const newest = await this.newest.run(tx, key, { locked: false });
      await this.checkRevision.run(tx, newest.row, key.revision);
      return newest;
    });
    checkMaySave(bearer, key.tenantId, wanted);
    checkFields(seen.row.provider, wanted);
    checkCallback(seen.values, wanted, bearer);
    return await this.resolve.run(seen, wanted);
  }
}
