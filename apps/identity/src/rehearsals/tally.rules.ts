import type { Code, Rehearsal } from '@portico/contracts';
import type { Fate } from './rehearse.rules.js';

/** What many fates come to, kept as they are added. */
export interface Tally {
  add: (fates: readonly Fate[]) => void;
  result: () => Pick<Rehearsal, 'counts' | 'reasons'>;
}

export const tallyOf = (): Tally => {
  const counts = { proven: 0, expected: 0, blocked: 0, exempt: 0 };
  const reasons = new Map<Code, number>();
  return {
    add: (fates) => {
      for (const { outcome, code } of fates) {
        counts[outcome] += 1;
        if (code) reasons.set(code, (reasons.get(code) ?? 0) + 1);
      }
    },
    result: () => ({
      counts,
      reasons: [...reasons]
        .map(([code, count]) => ({ code, count }))
        .sort((one, other) => other.count - one.count || one.code.localeCompare(other.code)),
    }),
  };
};
