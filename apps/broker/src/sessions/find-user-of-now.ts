import { AppError, GetUser, type UserSnapshot } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { Session } from './session.store.js';

/** The user of a session as of now; one who is gone counts as deactivated. Sessions go on while identity cannot be asked. */
@Injectable()
export class FindUserOfNow {
  constructor(private readonly ask: Ask) {}

  async run({ tenantId, account }: Session): Promise<UserSnapshot> {
    try {
      const { user } = await this.ask.to(GetUser, { tenantId, userId: account.userId });
      return user ?? { ...account, status: 'deactivated' };
    } catch (error) {
      if (error instanceof AppError && error.code === 'try_again') return account;
      throw error;
    }
  }
}
