import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How long an answer takes at least, so that its time does not tell whether an address is known: well above what the
 * work takes on a machine that is not overloaded, a hash for each organisation included, and soon enough for a person
 * who mistyped. Docs: docs/security/timing.md.
 */
export const PACE_MS = { password: 500, sso: 200, forgotten: 300 } as const;

/** Does the work, and lets a refusal out no sooner than after so many milliseconds. */
export const refuseAfter = async <T>(ms: number, work: () => Promise<T>): Promise<T> => {
  const untilDue = paceOf(ms);
  try {
    return await work();
  } catch (refusal) {
    await untilDue();
    throw refusal;
  }
};

/** Does the work, and lets any answer out no sooner than after so many milliseconds. */
export const answerAfter = async <T>(ms: number, work: () => Promise<T>): Promise<T> => {
  const untilDue = paceOf(ms);
  const result = await refuseAfter(ms, work);
  await untilDue();
  return result;
};

/** Waits until so many milliseconds have passed; whoever is late, for an overloaded machine, waits for as many more. */
const paceOf = (ms: number): (() => Promise<void>) => {
  const startedAt = performance.now();
  const first = sleep(ms, undefined, { ref: false });
  return async () => {
    const spent = performance.now() - startedAt;
    await (spent < ms ? first : sleep(ms - (spent % ms), undefined, { ref: false }));
  };
};
