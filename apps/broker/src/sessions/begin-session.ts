import { AppError } from '@portico/contracts';
import { Database, type Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type Session, SessionStore } from './session.store.js';

/** A session that is about to begin, and what begins it in the transaction that consumes its interaction. */
export interface PreparedSession {
  session: Session;
  begin: (tx: Queries) => Promise<void>;
}

/** Gives the browser's session to a completed login. Refuses `login_expired` where its password has been changed since. */
@Injectable()
export class BeginSession {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
  ) {}

  async run(
    uid: string,
    { tenantId, loginId, interactionUid }: { tenantId: string; loginId: string; interactionUid: string },
  ): Promise<PreparedSession> {
    const wanted = { uid, tenantId, loginId, interactionUid };
    const session = await this.database.atOnceInTenant(
      tenantId,
      async (tx) => await this.sessions.prepare(tx, wanted),
    );
    if (!session) throw new AppError('login_expired', { detail: 'not completed, or the password changed' });
    return { session, begin: async (tx) => await this.sessions.begin(tx, wanted) };
  }
}
