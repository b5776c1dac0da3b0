import { openCookie } from '@portico/secrets';
import { Database } from '@portico/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../env.js';
import { hashOf, purposeOf, readSessionId, SessionContent } from './session.rules.js';
import { SessionStore } from './session.store.js';

/** A session that is in force. */
export interface Session extends SessionContent {
  ageSeconds: number;
}

/** Finds the session of a browser. Its id names no tenant and cannot be guessed, hence the read across tenants. */
@Injectable()
export class FindSession {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async run(cookie: string | undefined): Promise<Session | null> {
    const sessionId = readSessionId(cookie);
    if (!sessionId) return null;
    const hash = hashOf(sessionId);
    const stored = await this.database.acrossTenants((tx) => this.sessions.find(tx, hash));
    if (!stored) return null;
    const opened = await openCookie(this.environment.PORTICO_COOKIE_KEYS, purposeOf(hash), stored.sealed);
    const content = SessionContent.safeParse(opened);
    // What is sealed decides; a row that somebody moved to another tenant is no session.
    if (!content.success || content.data.user.tenantId !== stored.tenantId) return null;
    return { ...content.data, ageSeconds: stored.ageSeconds };
  }
}
