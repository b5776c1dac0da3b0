import { randomBytes } from 'node:crypto';
import { sealCookie } from '@portico/secrets';
import { Database } from '@portico/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../env.js';
import { hashOf } from '../sign-in/session.rules.js';
import { SessionStore } from '../sign-in/session.store.js';
import { secondsLeft, setUpPurposeOf } from './set-up-session.rules.js';
import { SetUpLinks } from './set-up-links.client.js';

/** Opens a set-up link, and keeps its bearer token in a session with an id of its own. */
@Injectable()
export class OpenSetUpSession {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
    private readonly links: SetUpLinks,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** The new session's id, and how long it lives. */
  async run(token: string): Promise<{ sessionId: string; lifetimeSeconds: number }> {
    const content = await this.links.open(token);
    const tenantId = content.tenant.id;
    const lifetimeSeconds = secondsLeft(content, Date.now());
    const sessionId = randomBytes(32).toString('base64url');
    const sessionHash = hashOf(sessionId);
    const keys = this.environment.PORTICO_COOKIE_KEYS;
    const sealed = await sealCookie(keys, setUpPurposeOf(sessionHash), content, lifetimeSeconds);
    await this.database.inTenant(tenantId, async (tx) => {
      await this.sessions.removeExpired(tx, tenantId);
      await this.sessions.save(tx, { tenantId, sessionHash, sealed }, lifetimeSeconds);
    });
    return { sessionId, lifetimeSeconds };
  }
}
