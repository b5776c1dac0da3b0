import { setTimeout as sleep } from 'node:timers/promises';
import { Pulse } from './pulse.js';

const options = { shortestMs: 10, longestMs: 10_000, failed: () => undefined };

describe(Pulse.name, () => {
  it('survives errors and reports them', async () => {
    const failures: unknown[] = [];
    const failing = new Pulse(() => Promise.reject(new Error('no')), {
      ...options,
      longestMs: 5,
      shortestMs: 5,
      failed: (error) => failures.push(error),
    });
    failing.start();
    await sleep(60);
    await failing.stop();
    expect(failures.length).toBeGreaterThan(2);
  });

  it('beats at once while there is more, and a last time at its end', async () => {
    let left = 5;
    let beats = 0;
    const pulse = new Pulse(
      () => {
        beats += 1;
        left -= 1;
        return Promise.resolve(left > 0);
      },
      { ...options, shortestMs: 5000 },
    );
    pulse.start();
    await sleep(20);
    expect(beats).toBe(5);
    await pulse.stop();
    expect(beats).toBe(6);
  });

  it('beats soon after a nudge, even under a hail of them', async () => {
    const beats: number[] = [];
    const pulse = new Pulse(() => Promise.resolve(!beats.push(performance.now())), {
      ...options,
      shortestMs: 30,
    });
    pulse.start();
    await sleep(400);
    const before = beats.length;
    const hail = setInterval(() => {
      pulse.nudge();
    }, 5);
    await sleep(300);
    clearInterval(hail);
    await pulse.stop();
    expect(beats.length - before).toBeGreaterThan(4);
    expect(beats.length - before).toBeLessThan(15);
  });
});
