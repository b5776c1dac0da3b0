import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { OwnSessions } from '../forward/own-sessions.client.js';
import { SignOut } from './sign-out.js';
import { UseSession } from './use-session.js';

/** Ends the user's sessions in every browser, then signs this one out like any other. */
@Injectable()
export class SignOutEverywhere {
  constructor(
    private readonly use: UseSession,
    private readonly ownSessions: OwnSessions,
    private readonly signOut: SignOut,
  ) {}

  /** Where the browser goes on; null where nobody was signed in. Refuses `try_again`, and nothing has ended. */
  async run(cookie: string | undefined): Promise<string | null> {
    try {
      const { user, accessToken } = await this.use.run(cookie);
      await this.ownSessions.end(user.tenantId, accessToken);
    } catch (error) {
      // Signed out already, perhaps from elsewhere: the rest is the same.
      if (!(error instanceof AppError) || error.code !== 'token_invalid') throw error;
    }
    return await this.signOut.run(cookie);
  }
}
