import { AppError } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { LogoutToken } from '../upstream/logout-token.rules.js';
import { MOST_SECONDS_OLD } from '../upstream/logout-token.rules.js';
import { EndedSessionStore } from './ended-session.store.js';
import { EndSessions } from './end-sessions.js';
import { LogoutTokenStore } from './logout-token.store.js';

/** Both clocks may be off. */
const LEEWAY_SECONDS = 120;

/** The connection that a logout token came for. */
export interface ProviderPlace {
  tenantId: string;
  connectionId: string;
  issuer: string;
}

/**
 * Ends the sessions that a verified logout token names, of this tenant and begun by this connection: by the provider's
 * own session, by the person, or, where both are named and a session does not know its own there, by the person.
 * Refuses a token that came before: `logout_token_invalid`.
 * @emits session.ended
 */
@Injectable()
export class EndByProvider {
  constructor(
    private readonly database: Database,
    private readonly tokens: LogoutTokenStore,
    private readonly store: EndedSessionStore,
    private readonly endSessions: EndSessions,
  ) {}

  async run(place: ProviderPlace, token: LogoutToken): Promise<number> {
    const { tenantId } = place;
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.checkFirst(tx, place, token);
      const sessions = await this.store.listOfProvider(tx, place, token);
      return await this.endSessions.run(tx, { tenantId, reason: 'provider_logout', sessions });
    });
  }

  private async checkFirst(
    tx: EntityManager,
    { tenantId, connectionId }: ProviderPlace,
    { jti, issuedAt }: LogoutToken,
  ): Promise<void> {
    const expiresAt = issuedAt + MOST_SECONDS_OLD + LEEWAY_SECONDS;
    if (!(await this.tokens.add(tx, { tenantId, connectionId, jti, expiresAt })))
      throw new AppError('logout_token_invalid', { detail: 'came before' });
  }
}
