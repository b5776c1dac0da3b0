import { AppError } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { EndedSessionStore, type SessionFilter } from './ended-session.store.js';
import { EndSessions } from './end-sessions.js';

const PAGE = 1000;

/**
 * Ends what an admin wants ended: one session, or those of a user, of a connection, or all of the tenant, a page in a
 * transaction. Says how many. Refuses `not_found` for a session that the tenant does not have, or has no more.
 * @emits session.ended
 */
@Injectable()
export class EndManySessions {
  constructor(
    private readonly database: Database,
    private readonly store: EndedSessionStore,
    private readonly endSessions: EndSessions,
  ) {}

  async run({
    tenantId,
    uid,
    ...filter
  }: SessionFilter & { tenantId: string; uid?: string }): Promise<number> {
    if (uid !== undefined) return await this.endOne(tenantId, uid);
    let ended = 0;
    for (let page = PAGE; page === PAGE;) {
      page = await this.database.inTenant(tenantId, async (tx) => {
        const sessions = await this.store.listOpen(tx, { tenantId, ...filter }, PAGE);
        ended += await this.endSessions.run(tx, { tenantId, reason: 'revoked', sessions });
        return sessions.length;
      });
    }
    return ended;
  }

  private async endOne(tenantId: string, uid: string): Promise<number> {
    return await this.database.inTenant(tenantId, async (tx) => {
      const session = await this.store.findOpen(tx, uid);
      const sessions = session?.tenantId === tenantId && !session.isOver ? [session] : [];
      const ended = await this.endSessions.run(tx, { tenantId, reason: 'revoked', sessions });
      if (ended === 0) throw new AppError('not_found', { detail: 'no such session' });
      return ended;
    });
  }
}
