import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { DiscardSetUpSession } from '../set-up/discard-set-up-session.js';
import { FindSetUpSession } from '../set-up/find-set-up-session.js';
import { isWithinLink, type SetUpContent } from '../set-up/set-up-session.rules.js';
import type { SessionCookies } from '../sign-in/cookies.rules.js';
import { DiscardSession } from '../sign-in/discard-session.js';
import { FindSession } from '../sign-in/find-session.js';
import { UseSession } from '../sign-in/use-session.js';

export interface FoundBearer {
  accessToken: string;
  /** Ends the session that the token is of: a service has said that it is over. */
  discard: () => Promise<unknown>;
}

/**
 * Whose token goes along with a request: the user's, or that of the set-up link within its one connection, where no
 * administrator is signed in. Refuses `token_invalid`, and `not_found` for what is beyond the link.
 */
@Injectable()
export class FindBearer {
  constructor(
    private readonly findSession: FindSession,
    private readonly useSession: UseSession,
    private readonly discardSession: DiscardSession,
    private readonly findSetUp: FindSetUpSession,
    private readonly discardSetUp: DiscardSetUpSession,
  ) {}

  async run(cookies: SessionCookies, path: string): Promise<FoundBearer> {
    const setUp = await this.findSetUp.run(cookies.setUp);
    if (setUp && (await this.goesByLink(cookies, setUp, path)))
      return { accessToken: setUp.accessToken, discard: () => this.discardSetUp.run(cookies.setUp) };
    const { accessToken } = await this.useSession.run(cookies.user);
    return { accessToken, discard: () => this.discardSession.run(cookies.user) };
  }

  private async goesByLink(cookies: SessionCookies, setUp: SetUpContent, path: string): Promise<boolean> {
    const user = (await this.findSession.run(cookies.user))?.user;
    const isWithin = isWithinLink(setUp, path);
    if (!user && !isWithin) throw new AppError('not_found', { detail: 'beyond the set-up link' });
    const isAdmin = user?.tenantId === setUp.tenant.id && user.roles.includes('tenant_admin');
    return isWithin && !isAdmin;
  }
}
