import { AppError, GetUser, type UserSnapshot } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import type { Decision, Purpose } from '@portico/policy';
import { Injectable } from '@nestjs/common';
import { FindSettings } from '../settings/find-settings.js';
import { toDecision } from '../settings/decision.rules.js';
import type { Session } from './session.store.js';

/** Whether what a session was begun with is still allowed, by the settings and the user of now. */
@Injectable()
export class DecideSession {
  constructor(
    private readonly ask: Ask,
    private readonly findSettings: FindSettings,
  ) {}

  async run(
    session: Session,
    application: { tenantIds: string[] | null },
    purpose: Purpose,
  ): Promise<Decision> {
    const known = await this.findSettings.run(session.tenantId);
    const user = purpose === 'keep' ? await this.userOfNow(session) : session.account;
    const method = session.connectionId ? { connectionId: session.connectionId } : 'password';
    return toDecision({ known, application, user, method, purpose });
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
