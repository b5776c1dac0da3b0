import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How long an answer takes at least, so that its time does not tell whether an address is known: well above what the
 * work takes on a machine that is not overloaded, well below what a person notices.
 */
export const PACE_MS = { password: 300, sso: 200, forgotten: 300 } as const;

/** Does the work, and lets a refusal out no sooner than after so many milliseconds. */
export const refuseAfter = async <T>(ms: number, work: () => Promise<T>): Promise<T> => {
  const due = sleep(ms, undefined, { ref: false });
  try {
    return await work();
  } catch (refusal) {
    await due;
    throw refusal;
  }
};

/** Does the work, and lets any answer out no sooner than after so many milliseconds. */
export const answerAfter = async <T>(ms: number, work: () => Promise<T>): Promise<T> => {
  const due = sleep(ms, undefined, { ref: false });
  const result = await refuseAfter(ms, work);
  await due;
  return result;
};
