import { AppError, SessionRecoveryStarted } from '@portico/contracts';
import { fact, type FactDraft, Outbox } from '@portico/messaging';
import { Database, type Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { begun } from './session-figures.js';
import { type ReadySession, type Session, SessionStore } from './session.store.js';

/** A session that is about to begin, and what begins it in the transaction that consumes its interaction. */
export interface PreparedSession {
  session: Session;
  begin: (tx: Queries) => Promise<void>;
}

/**
 * Gives the browser's session to a completed login. Refuses `login_expired` where its password has been changed since.
 * @emits session.recovery.started, in the transaction that begins it
 */
@Injectable()
export class BeginSession {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
    private readonly outbox: Outbox,
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
    const begin = async (tx: Queries): Promise<void> => {
      await this.sessions.begin(tx, wanted);
      begun.inc({ method: session.method });
    };
    if (session.method !== 'recovery') return { session, begin };
    const beginAndTell = async (tx: Queries): Promise<void> => {
      await Promise.all([begin(tx), this.outbox.add(tx, recoveryStarted(session))]);
    };
    return { session, begin: beginAndTell };
  }
}

const recoveryStarted = ({
  uid,
  tenantId,
  account: { userId },
  reference,
  recoveryEndsAt,
}: ReadySession): FactDraft =>
  fact(SessionRecoveryStarted, {
    tenantId,
    subject: userId,
    data: { sessionId: uid, userId, reference, endsAt: recoveryEndsAt.toISOString() },
  });
