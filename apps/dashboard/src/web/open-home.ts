import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { Tenants } from '../forward/tenants.client.js';
import { DiscardSession } from '../sign-in/discard-session.js';
import { FindSession, type Session } from '../sign-in/find-session.js';
import type { HomePage } from './pages.view.js';

/** A token that is refused this soon after it was issued will be refused again. */
const JUST_ISSUED_SECONDS = 30;

type Home = { outcome: 'home'; page: HomePage } | { outcome: 'signed_out' } | { outcome: 'session_over' };

/** Gathers what the first page shows: the user from the session, the tenant from the API. */
@Injectable()
export class OpenHome {
  constructor(
    private readonly find: FindSession,
    private readonly discard: DiscardSession,
    private readonly tenants: Tenants,
  ) {}

  async run(cookie: string | undefined): Promise<Home> {
    const session = await this.find.run(cookie);
    if (!session) return { outcome: 'signed_out' };
    try {
      return { outcome: 'home', page: await this.read(session) };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'token_invalid') throw error;
      await this.discard.run(cookie);
      // Otherwise browser, broker and dashboard would send each other round for ever.
      if (session.ageSeconds < JUST_ISSUED_SECONDS) throw error;
      return { outcome: 'session_over' };
    }
  }

  private async read({ user, accessToken }: Session): Promise<HomePage> {
    const tenant = await this.tenants.find(user.tenantId, accessToken);
    return { user, tenantName: tenant?.name };
  }
}
