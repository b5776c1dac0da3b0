import { setTimeout as sleep } from 'node:timers/promises';
import { answerAfter, refuseAfter } from './pace.js';

const PACE = 60;

const millisecondsOf = async (work: Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work.catch(() => undefined);
  return performance.now() - started;
};

const refuse = async (): Promise<never> => {
  throw new Error('refused');
};

describe('the pace of answers', () => {
  it('B01 holds a refusal back that was found at once', async () => {
    expect(await millisecondsOf(refuseAfter(PACE, refuse))).toBeGreaterThanOrEqual(PACE - 2);
  });

  it('B01 holds every answer back where all must be alike', async () => {
    expect(await millisecondsOf(answerAfter(PACE, async () => 1))).toBeGreaterThanOrEqual(PACE - 2);
    expect(await millisecondsOf(answerAfter(PACE, refuse))).toBeGreaterThanOrEqual(PACE - 2);
  });

  it('B01 holds a refusal that is late back until the next beat', async () => {
    const late = async () => {
      await sleep(PACE + 10);
      return await refuse();
    };
    expect(await millisecondsOf(refuseAfter(PACE, late))).toBeGreaterThanOrEqual(2 * PACE - 2);
  });

  it('lets in at once whoever is right', async () => {
    const started = performance.now();
    expect(await refuseAfter(10_000, async () => 'in')).toBe('in');
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
