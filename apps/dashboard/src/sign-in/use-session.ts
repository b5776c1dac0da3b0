import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { FindSession, type Session } from './find-session.js';
import { RefreshSession } from './refresh-session.js';
import { hashOf, isStillGood, needsRefresh, type SessionContent } from './session.rules.js';

/** The session of a browser with an access token that is good for a request now. */
@Injectable()
export class UseSession {
  constructor(
    private readonly find: FindSession,
    private readonly refresh: RefreshSession,
  ) {}

  /** Refuses `token_invalid` where nobody is signed in any more, `try_again` while the broker cannot be asked. */
  async run(cookie: string | undefined): Promise<Session> {
    const session = await this.find.run(cookie);
    if (!session || cookie === undefined) throw new AppError('token_invalid', { detail: 'no session' });
    if (!needsRefresh(session, Date.now())) return session;
    const refreshed = await this.tryToRefresh(session, hashOf(cookie));
    if (!refreshed) throw new AppError('token_invalid', { detail: 'the session is over at the broker' });
    return { ...refreshed, ageSeconds: session.ageSeconds };
  }

  private async tryToRefresh(session: Session, sessionHash: string): Promise<SessionContent | null> {
    try {
      return await this.refresh.run({ tenantId: session.user.tenantId, sessionHash });
    } catch (error) {
      const isAway = error instanceof AppError && error.code === 'try_again';
      if (isAway && isStillGood(session, Date.now())) return session;
      throw error;
    }
  }
}
