import { type Code, SessionEnded } from '@portico/contracts';
import { fact, type FactDraft, Outbox } from '@portico/messaging';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { UpstreamTokenStore } from '../logins/upstream-token.store.js';
import { LogoutDeliveryStore } from '../logouts/logout-delivery.store.js';
import { ended as endedSessions } from './session-figures.js';
import { EndedSessionStore, type SessionKey } from './ended-session.store.js';

/** Why sessions end; `expired` at their own time, which is no event. */
export type EndReason = z.infer<typeof SessionEnded.data>['reason'] | 'expired';

/** Sessions of one tenant that are to end. */
export interface Ending {
  tenantId: string;
  reason: EndReason;
  /** `code` says what no longer allows a session, for `not_allowed`. */
  sessions: readonly (SessionKey & { code?: Code })[];
}

/**
 * The one end of sessions, in the caller's transaction: each ends once, with all that was issued in it; its applications
 * are to get logout tokens, also where its time was over. Gives how many ended.
 * @emits session.ended unless they have expired
 */
@Injectable()
export class EndSessions {
  constructor(
    private readonly store: EndedSessionStore,
    private readonly logouts: LogoutDeliveryStore,
    private readonly tokens: UpstreamTokenStore,
    private readonly outbox: Outbox,
  ) {}

  async run(tx: Queries, { tenantId, reason, sessions }: Ending): Promise<number> {
    if (sessions.length === 0) return 0;
    const ended = await this.store.end(tx, tenantId, sessions);
    endedSessions.inc({ reason }, ended.length);
    const uids = ended.map(({ uid }) => uid);
    // First: which applications are to be told, only the provider's sessions know.
    await this.logouts.add(tx, tenantId, uids);
    await this.store.revokeArtifacts(tx, uids);
    await this.tokens.remove(
      tx,
      tenantId,
      ended.map(({ loginId }) => loginId),
    );
    if (reason === 'expired') return ended.length;
    const codes = new Map(sessions.map(({ uid, code }) => [uid, code]));
    const toFact = ({ uid, userId, externalId }: (typeof ended)[number]): FactDraft =>
      fact(SessionEnded, {
        tenantId,
        subject: userId,
        data: { sessionId: uid, userId, externalId, reason, code: codes.get(uid) },
      });
    await this.outbox.addAll(tx, ended.map(toFact));
    return ended.length;
  }
}
