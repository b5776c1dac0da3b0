import { AppError, GetUser, type UserSnapshot } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import { DecideSession } from './decide-session.js';
import { FindSession } from './find-session.js';
import type { Session } from './session.store.js';

/** The live session behind a cookie or a token if it is still allowed by the settings and the user of now, else null. */
@Injectable()
export class KeepSession {
  constructor(
    private readonly ask: Ask,
    private readonly findSession: FindSession,
    private readonly decideSession: DecideSession,
  ) {}

  async run(uid: string, application: { tenantIds: string[] | null }): Promise<Session | null> {
    const session = await this.findSession.run(uid);
    if (!session) return null;
    const user = await this.userOfNow(session);
    const { allowed } = await this.decideSession.run(session, { application, purpose: 'keep', user });
    return allowed ? session : null;
  }

  /** Sessions go on while identity cannot be asked; a user who is gone counts as deactivated. */
  private async userOfNow({ tenantId, account }: Session): Promise<UserSnapshot> {
    try {
      const { user } = await this.ask.to(GetUser, { tenantId, userId: account.userId });
      return user ?? { ...account, status: 'deactivated' };
    } catch (error) {
      if (error instanceof AppError && error.code === 'try_again') return account;
      throw error;
    }
  }
}
