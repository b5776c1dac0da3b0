import type { Purpose } from '@portico/policy';
import { Injectable } from '@nestjs/common';
import { toAccountOfNow } from '../logins/account.rules.js';
import type { Admission } from '../settings/decision.rules.js';
import { DecideSession } from './decide-session.js';
import { FindHeldSession } from './find-held-session.js';
import { FindUserOfNow } from './find-user-of-now.js';
import type { Session } from './session.store.js';

/** What is asked of the session that a code or a token was issued in. */
export interface HeldSessionRequest {
  application: Admission;
  purpose: Purpose;
}

/**
 * The session that a code or a token was issued in, with the person as they are now, if its browser still holds it and
 * the settings and the user of now still allow it, else null.
 */
@Injectable()
export class KeepHeldSession {
  constructor(
    private readonly findHeldSession: FindHeldSession,
    private readonly findUserOfNow: FindUserOfNow,
    private readonly decideSession: DecideSession,
  ) {}

  async run(uid: string, { application, purpose }: HeldSessionRequest): Promise<Session | null> {
    const held = await this.findHeldSession.run(uid);
    if (!held) return null;
    const { session, known } = held;
    // The code of a sign-in that has just ended costs no question; a change is in force within its half minute.
    const user =
      session.isFresh && purpose === 'issue' ? session.account : await this.findUserOfNow.run(session);
    const { allowed } = await this.decideSession.run(session, { application, purpose, user, known });
    if (!allowed) return null;
    return { ...session, account: toAccountOfNow(session.account, user, known?.settings.domains ?? []) };
  }
}
