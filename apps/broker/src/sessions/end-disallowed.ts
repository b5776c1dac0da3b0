import { AppError, FindLapsed } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { KnownSettings } from '../settings/settings.store.js';
import { EndSessions } from './end-sessions.js';
import type { LiveSession } from './live-session.store.js';
import { isInContact, judge, type SweepKnowledge, toAsked } from './sweep.rules.js';

/**
 * Ends those of a tenant's sessions that are over, or that the settings and the users of now no longer allow. Ends
 * nothing while the settings may be old, and nothing for its user's sake while identity cannot be asked.
 * @emits session.ended for each that is no longer allowed
 */
@Injectable()
export class EndDisallowed {
  constructor(
    private readonly ask: Ask,
    private readonly database: Database,
    private readonly endSessions: EndSessions,
  ) {}

  async run(tenantId: string, known: KnownSettings | undefined, sessions: LiveSession[]): Promise<void> {
    if (!known || !isInContact(known) || sessions.length === 0) return;
    const lapsed = await this.lapsedOf(tenantId, sessions);
    const { expired, notAllowed } = judge(sessions, { known, lapsed });
    if (expired.length + notAllowed.length === 0) return;
    await this.database.inTenant(tenantId, async (tx) => {
      await this.endSessions.run(tx, { tenantId, reason: 'not_allowed', sessions: notAllowed });
      await this.endSessions.run(tx, { tenantId, reason: 'expired', sessions: expired });
    });
  }

  private async lapsedOf(tenantId: string, sessions: LiveSession[]): Promise<SweepKnowledge['lapsed']> {
    try {
      return (await this.ask.to(FindLapsed, { tenantId, sessions: toAsked(sessions) })).lapsed;
    } catch (error) {
      if (error instanceof AppError && error.code === 'try_again') return [];
      throw error;
    }
  }
}
