import type { TokenAnswer } from './test-application.js';

/** Presents one thing so many times at once; how often each outcome came (a status 200, or the error), and what came. */
export const presentAtOnce = async (
  present: () => Promise<TokenAnswer>,
  times: number,
): Promise<{ outcomes: Record<string, number>; body: TokenAnswer['body'] }> => {
  const answers = await Promise.all(Array.from({ length: times }, present));
  const outcomes: Record<string, number> = {};
  for (const { status, body } of answers) {
    const outcome = body.error ?? String(status);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return { outcomes, body: answers.find(({ status }) => status === 200)?.body ?? {} };
};
