import type { Code, FindLapsed } from '@portico/contracts';
import { PASSWORD_STALE_SECONDS } from '@portico/policy';
import type { z } from 'zod';
import { ANY_APPLICATION, toDecision } from '../settings/decision.rules.js';
import type { KnownSettings } from '../settings/settings.store.js';
import { methodOf } from './method.rules.js';
import type { LiveSession } from './live-session.store.js';

type Lapsed = z.infer<typeof FindLapsed.reply>['lapsed'];

/** What is known of the tenant and its people at the moment of a sweep. */
export interface SweepKnowledge {
  known: KnownSettings;
  lapsed: Lapsed;
}

/** Sessions that are to end, and why. */
export interface Verdicts {
  expired: LiveSession[];
  notAllowed: (LiveSession & { code: Code })[];
}

/** Whether the settings are the newest, so that what they forbid is forbidden: nothing ends by what may be old. */
export const isInContact = ({ ageSeconds }: KnownSettings): boolean => ageSeconds <= PASSWORD_STALE_SECONDS;

/** Who is asked about at identity: each pair once. */
export const toAsked = (
  sessions: readonly LiveSession[],
): { userId: string; connectionId: string | null }[] => [
  ...new Map(
    sessions.map(({ userId, connectionId }) => [pairOf({ userId, connectionId }), { userId, connectionId }]),
  ).values(),
];

/** Which of a tenant's sessions are over or no longer allowed: by `decide`, for the user of now. */
export const judge = (sessions: readonly LiveSession[], { known, lapsed }: SweepKnowledge): Verdicts => {
  const codes = new Map(lapsed.map((pair) => [pairOf(pair), pair.code]));
  const expired = sessions.filter(({ isOver }) => isOver);
  const notAllowed = sessions.flatMap((session) => {
    const lapse = codes.get(pairOf(session));
    const code = session.isOver ? undefined : (refusalOf(session, known, lapse) ?? lapse);
    return code ? [{ ...session, code }] : [];
  });
  return { expired, notAllowed };
};

const refusalOf = (session: LiveSession, known: KnownSettings, lapse: Code | undefined): Code | undefined => {
  const { account } = session;
  const status = lapse === 'user_deactivated' ? 'deactivated' : 'active';
  const { allowed, code } = toDecision({
    known,
    // Which applications may use a session they are asked at their own doors.
    application: ANY_APPLICATION,
    user: { ...account, status },
    method: methodOf(session),
    purpose: 'keep',
    proof: { amr: account.amr ?? null },
  });
  return allowed || code === 'settings_stale' ? undefined : (code ?? 'internal_error');
};

const pairOf = ({ userId, connectionId }: { userId: string; connectionId: string | null }): string =>
  `${userId} ${connectionId ?? ''}`;
