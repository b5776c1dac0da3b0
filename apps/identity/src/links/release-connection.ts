import { UserUnlinked } from '@portico/contracts';
import { fact, Outbox } from '@portico/messaging';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { LinkStore } from './link.store.js';

/** Few enough for one short transaction with as many facts. */
const BATCH = 500;

/**
 * Releases every identity of a connection, as after a change of the application at the identity provider, which
 * gives people other subjects. Ends in between if it fails, and goes on when it is asked again.
 * @emits user.unlinked for each
 */
@Injectable()
export class ReleaseConnection {
  constructor(
    private readonly database: Database,
    private readonly links: LinkStore,
    private readonly outbox: Outbox,
  ) {}

  async run(connection: { tenantId: string; connectionId: string }): Promise<number> {
    let released = 0;
    for (let more = true; more;) {
      const some = await this.releaseSome(connection);
      released += some;
      more = some === BATCH;
    }
    return released;
  }

  private async releaseSome(connection: { tenantId: string; connectionId: string }): Promise<number> {
    const { tenantId } = connection;
    return await this.database.inTenant(tenantId, async (tx) => {
      const gone = await this.links.removeOfConnection(tx, connection, BATCH);
      const facts = gone.map((data) => fact(UserUnlinked, { tenantId, subject: data.userId, data }));
      await this.outbox.addAll(tx, facts);
      return gone.length;
    });
  }
}
