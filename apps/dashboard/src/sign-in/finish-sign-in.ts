import { randomBytes } from 'node:crypto';
import { AppError } from '@portico/contracts';
import { openCookie, sealCookie } from '@portico/secrets';
import { Database } from '@portico/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../env.js';
import { Tenants } from '../forward/tenants.client.js';
import { Broker, PendingSignIn } from './broker.client.js';
import { hashOf, purposeOf, SESSION_SECONDS, type SessionContent } from './session.rules.js';
import { SessionStore } from './session.store.js';

/** What came back to the callback. */
export interface SignInAnswer {
  query: string;
  /** The cookie that belongs to the answer's state, if the browser has it. */
  cookie: { name: string; value: string | undefined };
}

/** Turns the broker's answer into a session with an id of its own, which nobody knew before. */
@Injectable()
export class FinishSignIn {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
    private readonly broker: Broker,
    private readonly tenants: Tenants,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** The new session's id, and the page to come back to. */
  async run({ query, cookie }: SignInAnswer): Promise<{ sessionId: string; returnPath: string }> {
    const { PORTICO_COOKIE_KEYS } = this.environment;
    const pending = PendingSignIn.safeParse(await openCookie(PORTICO_COOKIE_KEYS, cookie.name, cookie.value));
    if (!pending.success) throw new AppError('login_of_another_browser', { detail: 'no sign-in cookie' });
    const issued = await this.broker.finish(query, pending.data);
    const tenant = await this.tenants.find(issued.user.tenantId, issued.accessToken);
    return { sessionId: await this.keep({ ...issued, tenant }), returnPath: pending.data.returnPath };
  }

  private async keep(content: SessionContent): Promise<string> {
    const { tenantId } = content.user;
    const sessionId = randomBytes(32).toString('base64url');
    const sessionHash = hashOf(sessionId);
    const keys = this.environment.PORTICO_COOKIE_KEYS;
    const sealed = await sealCookie(keys, purposeOf(sessionHash), content, SESSION_SECONDS);
    await this.database.inTenant(tenantId, async (tx) => {
      await this.sessions.removeExpired(tx, tenantId);
      await this.sessions.save(tx, { tenantId, sessionHash, sealed }, SESSION_SECONDS);
    });
    return sessionId;
  }
}
