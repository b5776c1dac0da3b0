import { openCookie } from '@portico/secrets';
import { Database } from '@portico/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../env.js';
import { hashOf, readSessionId } from '../sign-in/session.rules.js';
import { SessionStore } from '../sign-in/session.store.js';
import { SetUpContent, setUpPurposeOf } from './set-up-session.rules.js';

/** Finds the session of whoever opened a set-up link. As with users, its id names no tenant. */
@Injectable()
export class FindSetUpSession {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async run(cookie: string | undefined): Promise<SetUpContent | null> {
    const sessionId = readSessionId(cookie);
    if (!sessionId) return null;
    const hash = hashOf(sessionId);
    const stored = await this.database.acrossTenants((tx) => this.sessions.find(tx, hash));
    if (!stored) return null;
    const opened = await openCookie(
      this.environment.PORTICO_COOKIE_KEYS,
      setUpPurposeOf(hash),
      stored.sealed,
    );
    const content = SetUpContent.safeParse(opened).data;
    return content?.tenant.id === stored.tenantId ? content : null;
  }
}
