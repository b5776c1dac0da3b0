import type { Domain } from '@portico/contracts';

export type DomainState =
  | { state: 'proved' | 'pending' | 'expired' }
  /** Proved until then although the record is gone. */
  | { state: 'missing'; since: string; until: string };

const WEEK_MS = 7 * 86_400_000;

/** How a domain stands: a record that is gone counts for a week more, a challenge until it expires. */
export const stateOf = (
  { status, missingSince, challenge }: Pick<Domain, 'status' | 'missingSince' | 'challenge'>,
  now: number,
): DomainState => {
  if (status === 'proved')
    return missingSince === null
      ? { state: 'proved' }
      : {
          state: 'missing',
          since: missingSince,
          until: new Date(Date.parse(missingSince) + WEEK_MS).toISOString(),
        };
  return { state: challenge !== null && Date.parse(challenge.expiresAt) > now ? 'pending' : 'expired' };
};
