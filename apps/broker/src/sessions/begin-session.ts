import { AppError } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type Session, SessionStore } from './session.store.js';

/** Signed in stays signed in for a working day. */
export const SESSION_SECONDS = 12 * 60 * 60;

/** Gives the browser's session to a completed login. Refuses `login_expired` where its password has been changed since. */
@Injectable()
export class BeginSession {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
  ) {}

  async run(uid: string, { tenantId, loginId }: { tenantId: string; loginId: string }): Promise<Session> {
    const session = await this.database.atOnceInTenant(
      tenantId,
      async (tx) => await this.sessions.begin(tx, { uid, tenantId, loginId, seconds: SESSION_SECONDS }),
    );
    if (!session) throw new AppError('login_expired', { detail: 'not completed, or the password changed' });
    return session;
  }
}
