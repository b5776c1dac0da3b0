/** An application that keeps others waiting: how often in a row, and until when nothing is sent to it. */
export interface Rest {
  failures: number;
  until: number;
}

export type Rests = ReadonlyMap<string, Rest>;

const LONGEST_MS = 60_000;

/** Who is at rest at this moment. */
export const namesAtRest = (rests: Rests, now: number): string[] =>
  [...rests].filter(([, { until }]) => until > now).map(([name]) => name);

/**
 * The rests after a round: who answered has none, who timed out has twice the last one, a minute at most. So the hanging
 * application of one tenant takes no time from the others.
 */
export const nextRests = (
  rests: Rests,
  heard: readonly { applicationId: string; timedOut: boolean }[],
  now: number,
): Rests => {
  const next = new Map(rests);
  for (const applicationId of new Set(heard.map((one) => one.applicationId))) {
    const answered = heard.some((one) => one.applicationId === applicationId && !one.timedOut);
    const failures = (rests.get(applicationId)?.failures ?? 0) + 1;
    if (answered) next.delete(applicationId);
    else next.set(applicationId, { failures, until: now + Math.min(1000 * 2 ** failures, LONGEST_MS) });
  }
  return next;
};
