import { namesAtRest, nextRests, type Rests } from './rests.rules.js';

const none: Rests = new Map();
const away = [{ applicationId: 'dead', timedOut: true }];

describe(nextRests.name, () => {
  it('O15 lets an application that does not answer rest for longer and longer, a minute at most', () => {
    let rests = none;
    const seconds: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      rests = nextRests(rests, away, 0);
      seconds.push((rests.get('dead')?.until ?? 0) / 1000);
    }
    expect(seconds).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('leaves none to an application that has answered once', () => {
    const rests = nextRests(
      nextRests(none, away, 0),
      [...away, { applicationId: 'dead', timedOut: false }],
      0,
    );
    expect(rests.size).toBe(0);
  });
});

describe(namesAtRest.name, () => {
  it('names who is at rest until the rest is over', () => {
    const rests = nextRests(none, away, 0);
    expect(namesAtRest(rests, 1999)).toEqual(['dead']);
    expect(namesAtRest(rests, 2000)).toEqual([]);
  });
});
