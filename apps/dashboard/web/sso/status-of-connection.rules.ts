import type { Connection, ConnectionState } from '@portico/contracts';

/** What the badge of a connection says. */
export type ConnectionStatus =
  | { status: 'not_set_up' | 'off' | 'not_tested' | 'active' | 'enforced' }
  | { status: 'failing'; since: string };

type Known = Pick<Connection, 'mode' | 'revision'>;
type Seen = Pick<ConnectionState, 'failing' | 'proof' | 'lastSignInAt'>;

/** Without what the broker has seen, the mode alone is told: nothing is called untested that may have been tested. */
export const statusOf = ({ mode, revision }: Known, seen: Seen | undefined): ConnectionStatus => {
  if (revision === 0) return { status: 'not_set_up' };
  if (mode !== 'off' && seen?.failing) return { status: 'failing', since: seen.failing.since };
  if (mode === 'enforced') return { status: 'enforced' };
  const isTried = seen === undefined || seen.proof?.revision === revision || seen.lastSignInAt !== null;
  if (!isTried) return { status: 'not_tested' };
  return { status: mode === 'off' ? 'off' : 'active' };
};

/** Whether an administrator has signed in with the live values. */
export const isProved = ({ revision }: Pick<Connection, 'revision'>, seen: Seen | undefined): boolean =>
  seen?.proof?.revision === revision;

const DAY_MS = 86_400_000;
/** Reminders are mailed from this many days on. */
const WARN_DAYS = 60;

/** Days until the provider's secret ends, where that is near enough to tell; 0 where it has ended. */
export const secretDaysLeft = (secretExpiresAt: string | null, now: number): number | null => {
  if (secretExpiresAt === null) return null;
  const days = Math.max(0, Math.ceil((Date.parse(secretExpiresAt) - now) / DAY_MS));
  return days <= WARN_DAYS ? days : null;
};
