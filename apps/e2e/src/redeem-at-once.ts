import type { TestApplication } from './test-application.js';

/** Presents a code so many times at once; how often each outcome came: a status 200, or the error. */
export const redeemAtOnce = async (
  application: TestApplication,
  code: string,
  times: number,
): Promise<Record<string, number>> => {
  const answers = await Promise.all(Array.from({ length: times }, () => application.redeem(code)));
  const outcomes: Record<string, number> = {};
  for (const { status, body } of answers) {
    const outcome = body.error ?? String(status);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return outcomes;
};
