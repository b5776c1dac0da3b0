import { setTimeout as sleep } from 'node:timers/promises';
import { Slots } from './slots.js';

describe(Slots.name, () => {
  it('refuses what finds no room to wait, and runs the rest a few at a time', async () => {
    const slots = new Slots(2, 3);
    let running = 0;
    let most = 0;
    let done = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await sleep(5);
      running -= 1;
      done += 1;
    };
    const taken = Array.from({ length: 7 }, () => slots.take(work));
    expect(taken).toEqual([true, true, true, true, true, false, false]);
    await slots.idle();
    expect([most, done]).toEqual([2, 5]);
    await slots.idle();
  });
});
