import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { FindSession, type Session } from './find-session.js';
import { hashOf } from './session.rules.js';
import { SessionStore } from './session.store.js';

/** Ends a browser's session at the dashboard and gives what it held; null where there was none. */
@Injectable()
export class DiscardSession {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
    private readonly find: FindSession,
  ) {}

  async run(cookie: string | undefined): Promise<Session | null> {
    const session = await this.find.run(cookie);
    if (!session || cookie === undefined) return null;
    const { tenantId } = session.user;
    await this.database.inTenant(tenantId, (tx) => this.sessions.remove(tx, tenantId, hashOf(cookie)));
    return session;
  }
}
