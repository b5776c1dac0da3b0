import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { EndedSessionStore } from './ended-session.store.js';
import { type EndReason, EndSessions } from './end-sessions.js';

/**
 * Ends the session of a browser, once; one that has ended before is left alone.
 * @emits session.ended unless its time was over
 */
@Injectable()
export class EndSession {
  constructor(
    private readonly database: Database,
    private readonly store: EndedSessionStore,
    private readonly endSessions: EndSessions,
  ) {}

  async run(uid: string, reason: EndReason): Promise<void> {
    const session = await this.database.atOnceAcrossTenants(async (tx) => await this.store.findOpen(tx, uid));
    if (!session) return;
    const { tenantId, isOver } = session;
    await this.database.inTenant(tenantId, async (tx) => {
      await this.endSessions.run(tx, { tenantId, reason: isOver ? 'expired' : reason, sessions: [session] });
    });
  }
}
