import type { Connection, Rehearsal } from '@portico/contracts';

export type Condition = 'enabled' | 'no_pending' | 'tested' | 'codes' | 'rehearsed' | 'typed';

export interface ConditionsInput {
  connection: Pick<Connection, 'mode' | 'revision' | 'pendingRevision'>;
  /** Whether an administrator has signed in with the live revision. */
  isProved: boolean;
  /** Whether one's own recovery codes are confirmed. */
  hasCodes: boolean;
  rehearsal: Pick<Rehearsal, 'revision' | 'settingsVersion' | 'expiresAt'> | null;
  settingsVersion: number;
  now: number;
  /** What was typed, and what is to be typed. */
  typed: string;
  name: string;
}

/** Whether the rehearsal counts still: 15 minutes, for its own revision and settings. */
export const isFresh = ({
  rehearsal,
  connection,
  settingsVersion,
  now,
}: Pick<ConditionsInput, 'rehearsal' | 'connection' | 'settingsVersion' | 'now'>): boolean =>
  rehearsal !== null &&
  rehearsal.revision === connection.revision &&
  rehearsal.settingsVersion === settingsVersion &&
  Date.parse(rehearsal.expiresAt) > now;

const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** What has to be done before enforcing, each with whether it is done. The services decide the same by themselves. */
export const conditionsOf = (input: ConditionsInput): Record<Condition, boolean> => ({
  enabled: input.connection.mode !== 'off',
  no_pending: input.connection.pendingRevision === null,
  tested: input.isProved,
  codes: input.hasCodes,
  rehearsed: isFresh(input),
  typed: folded(input.typed) === folded(input.name),
});

/** Seconds that are left of a rehearsal; 0 when it is over. */
export const secondsLeft = (expiresAt: string, now: number): number =>
  Math.max(0, Math.round((Date.parse(expiresAt) - now) / 1000));

/** 14:05 */
export const toClock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${(seconds % 60).toString().padStart(2, '0')}`;

/** The parts of the bar in percent: what is there is seen, however little it is. */
export const sharesOf = (counts: Rehearsal['counts']): Record<keyof Rehearsal['counts'], number> => {
  const LEAST = 2;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const share = (count: number): number => (count === 0 ? 0 : Math.max(LEAST, (count / all) * 100));
  return {
    proven: share(counts.proven),
    expected: share(counts.expected),
    blocked: share(counts.blocked),
    exempt: share(counts.exempt),
  };
};
