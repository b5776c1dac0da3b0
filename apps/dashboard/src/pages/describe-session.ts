import { AppError } from '@portico/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../env.js';
import type { SessionCookies } from '../sign-in/cookies.rules.js';
import { Tenants } from '../forward/tenants.client.js';
import { FindSetUpSession } from '../set-up/find-set-up-session.js';
import { DiscardSession } from '../sign-in/discard-session.js';
import type { SessionContent } from '../sign-in/session.rules.js';
import { UseSession } from '../sign-in/use-session.js';
import { type SessionDescription, toDescription } from './session-description.rules.js';

/** A token that is refused this soon after the sign-in will be refused again. */
const JUST_SIGNED_IN_SECONDS = 30;

/** Says who is signed in, who opened a set-up link, and what the deployment offers. */
@Injectable()
export class DescribeSession {
  constructor(
    private readonly use: UseSession,
    private readonly discard: DiscardSession,
    private readonly findSetUp: FindSetUpSession,
    private readonly tenants: Tenants,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async run(cookies: SessionCookies): Promise<SessionDescription> {
    const [session, setUp] = [await this.readUser(cookies.user), await this.findSetUp.run(cookies.setUp)];
    return toDescription(session, setUp, this.environment);
  }

  /** Null where nobody is signed in any more. */
  private async readUser(cookie: string | undefined): Promise<SessionContent | null> {
    const session = await this.use.run(cookie).catch(nobody);
    if (!session) return null;
    try {
      const tenant = await this.tenants.find(session.user.tenantId, session.accessToken);
      return { ...session, tenant: tenant ?? session.tenant };
    } catch (error) {
      await this.discard.run(cookie);
      // Otherwise page, broker and dashboard would send each other round for ever.
      if (session.ageSeconds < JUST_SIGNED_IN_SECONDS)
        throw new AppError('internal_error', { detail: 'a new token is refused', cause: error });
      return nobody(error);
    }
  }
}

const nobody = (error: unknown): null => {
  if (error instanceof AppError && error.code === 'token_invalid') return null;
  throw error;
};
