import { AppError } from '@portico/contracts';
import { openCookie, sealCookie } from '@portico/secrets';
import { Database, toAppError } from '@portico/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../env.js';
import { Broker } from './broker.client.js';
import {
  needsRefresh,
  purposeOf,
  type Refreshable,
  SESSION_SECONDS,
  SessionContent,
} from './session.rules.js';
import { SessionStore } from './session.store.js';

interface Place {
  tenantId: string;
  sessionHash: string;
}

/**
 * Replaces the tokens of a session that are about to end. A second use of a refresh token ends its grant (decision 13):
 * requests of this process share one refresh, and those of another wait for the row and find it done.
 */
@Injectable()
export class RefreshSession {
  private readonly underWay = new Map<string, Promise<SessionContent | null>>();

  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
    private readonly broker: Broker,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** The session with its new tokens; null where it is over. Refuses `try_again`, and the session stays. */
  async run(place: Place): Promise<SessionContent | null> {
    const known = this.underWay.get(place.sessionHash);
    if (known) return await known;
    const refresh = this.refresh(place).finally(() => this.underWay.delete(place.sessionHash));
    this.underWay.set(place.sessionHash, refresh);
    return await refresh;
  }

  private async refresh(place: Place): Promise<SessionContent | null> {
    await this.broker.prepare();
    try {
      return await this.database.inTenant(place.tenantId, (tx) => this.refreshLocked(tx, place));
    } catch (error) {
      throw toAppError(error);
    }
  }

  private async refreshLocked(tx: EntityManager, place: Place): Promise<SessionContent | null> {
    const { tenantId, sessionHash } = place;
    const keys = this.environment.PORTICO_COOKIE_KEYS;
    const stored = await this.sessions.lock(tx, tenantId, sessionHash);
    const opened = await openCookie(keys, purposeOf(sessionHash), stored?.sealed);
    const content = SessionContent.safeParse(opened).data;
    if (!content) return null;
    if (!needsRefresh(content, Date.now())) return content;
    const refreshed = await this.ask(content);
    if (!refreshed) {
      await this.sessions.remove(tx, tenantId, sessionHash);
      return null;
    }
    const sealed = await sealCookie(keys, purposeOf(sessionHash), refreshed, SESSION_SECONDS);
    await this.sessions.replace(tx, { tenantId, sessionHash, sealed });
    return refreshed;
  }

  /** Null where the broker says that the session is over. */
  private async ask(content: Refreshable): Promise<SessionContent | null> {
    try {
      return { ...content, ...(await this.broker.refresh(content)) };
    } catch (error) {
      if (error instanceof AppError && error.code === 'login_expired') return null;
      throw error;
    }
  }
}
