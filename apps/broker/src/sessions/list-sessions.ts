import type { BrowserSession, SessionPage } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type ListedSession, ListedSessionStore, type SessionPageWish } from './listed-session.store.js';

/** Lists a tenant's live sessions, newest first, a page at a time. */
@Injectable()
export class ListSessions {
  constructor(
    private readonly database: Database,
    private readonly store: ListedSessionStore,
  ) {}

  async run(wish: SessionPageWish): Promise<SessionPage> {
    const { tenantId, limit } = wish;
    const found = await this.database.inTenant(
      tenantId,
      async (tx) => await this.store.list(tx, { ...wish, limit: limit + 1 }),
    );
    const rows = found.slice(0, limit);
    return {
      sessions: rows.map(toBrowserSession),
      nextCursor: found.length > limit ? (rows.at(-1)?.loginId ?? null) : null,
    };
  }
}

const toBrowserSession = ({
  loginId: _,
  startedAt,
  lastUsedAt,
  expiresAt,
  ...session
}: ListedSession): BrowserSession => ({
  ...session,
  startedAt: startedAt.toISOString(),
  lastUsedAt: lastUsedAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});
