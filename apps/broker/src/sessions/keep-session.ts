import { Injectable } from '@nestjs/common';
import type { Admission } from '../settings/decision.rules.js';
import { DecideSession } from './decide-session.js';
import { FindSession } from './find-session.js';
import { FindUserOfNow } from './find-user-of-now.js';
import type { Session } from './session.store.js';

/** The live session behind a cookie or a token if it is still allowed by the settings and the user of now, else null. */
@Injectable()
export class KeepSession {
  constructor(
    private readonly findSession: FindSession,
    private readonly findUserOfNow: FindUserOfNow,
    private readonly decideSession: DecideSession,
  ) {}

  async run(uid: string, application: Admission): Promise<Session | null> {
    const session = await this.findSession.run(uid);
    if (!session) return null;
    const user = await this.findUserOfNow.run(session);
    const { allowed } = await this.decideSession.run(session, { application, purpose: 'keep', user });
    return allowed ? session : null;
  }
}
