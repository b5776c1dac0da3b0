import { SessionGrantRevoked } from '@portico/contracts';
import { fact, Outbox } from '@portico/messaging';
import { Database, type Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { FindSession } from '../sessions/find-session.js';
import { GrantRevocationStore } from './grant-revocation.store.js';
import { type RevocationCause } from './revocation-cause.rules.js';

/**
 * Revokes a grant with every code and token of it, once, and tells of it in the same transaction while its session
 * goes on; where the session has ended, that has been told.
 * @emits session.grant.revoked
 */
@Injectable()
export class RevokeGrant {
  constructor(
    private readonly database: Database,
    private readonly findSession: FindSession,
    private readonly revocations: GrantRevocationStore,
    private readonly outbox: Outbox,
  ) {}

  /** Without a cause it is revoked and not told of. */
  async run(grantId: string, cause?: RevocationCause): Promise<void> {
    const session = cause && (await this.findSession.run(cause.sessionId));
    if (!session) {
      await this.database.atOnce(async (tx) => await this.revocations.add(tx, grantId));
      return;
    }
    const { tenantId, account } = session;
    const data = { ...cause, userId: account.userId, externalId: account.externalId };
    await this.database.inTenant(tenantId, async (tx: Queries) => {
      if (await this.revocations.add(tx, grantId))
        await this.outbox.add(tx, fact(SessionGrantRevoked, { tenantId, subject: account.userId, data }));
    });
  }
}
