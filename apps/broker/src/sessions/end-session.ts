import { SessionEnded } from '@portico/contracts';
import { fact, Outbox } from '@portico/messaging';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { LogoutDeliveryStore } from '../logouts/logout-delivery.store.js';
import { FindSession } from './find-session.js';
import { SessionStore } from './session.store.js';

/**
 * Ends a session, once, and queues the logout tokens of its applications; one that has ended before is left alone.
 * @emits session.ended
 */
@Injectable()
export class EndSession {
  constructor(
    private readonly database: Database,
    private readonly findSession: FindSession,
    private readonly sessions: SessionStore,
    private readonly logouts: LogoutDeliveryStore,
    private readonly outbox: Outbox,
  ) {}

  async run(uid: string): Promise<void> {
    const session = await this.findSession.run(uid);
    if (!session) return;
    const { tenantId, account } = session;
    await this.database.inTenant(tenantId, async (tx) => {
      if (!(await this.sessions.end(tx, session))) return;
      await this.logouts.add(tx, tenantId, [uid]);
      const data = { sessionId: uid, userId: account.userId, reason: 'logout' as const };
      await this.outbox.add(tx, fact(SessionEnded, { tenantId, subject: account.userId, data }));
    });
  }
}
