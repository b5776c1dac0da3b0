import type { HouseDescription } from '@portico/launcher';

const COUNTERS = /^(?:portico_http_request_seconds_count|portico_questions_total)\{.*\} (\d+)$/gm;

/** How many requests and questions each of these processes has answered since it started. */
export const countServed = async (
  { management }: Pick<HouseDescription, 'management'>,
  names: string[],
): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const name of names) {
    const text = await (await fetch(`${management[name] ?? ''}/metrics`)).text();
    counts[name] = [...text.matchAll(COUNTERS)].reduce((sum, [, count]) => sum + Number(count), 0);
  }
  return counts;
};
