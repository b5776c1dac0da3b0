import { type KeyTimes, later, nextChangeOf, planRotation, toPublished } from './signing-keys.rules.js';

const now = new Date('2026-11-23T09:00:00.000Z');
const schedule = { leadSeconds: 3600, days: 90 };
const DAY = 86_400;

/** A key that signs from so many seconds from now on; made long before. */
const aKey = (alg: KeyTimes['alg'], fromSeconds: number, untilSeconds?: number): KeyTimes => ({
  alg,
  createdAt: later(now, fromSeconds - schedule.leadSeconds),
  activeFrom: later(now, fromSeconds),
  publishedUntil: untilSeconds === undefined ? null : later(now, untilSeconds),
});
const pair = (...times: [number, number?]): KeyTimes[] => [aKey('ES256', ...times), aKey('RS256', ...times)];
const plan = (keys: KeyTimes[], wish: Parameters<typeof planRotation>[1], asked = now) =>
  planRotation(keys, wish, { asked, now }, schedule);

describe(toPublished.name, () => {
  it.each<[string, KeyTimes[], string[]]>([
    ['withdraws a key at its end', [aKey('ES256', -DAY), aKey('ES256', -2 * DAY, 0)], ['active']],
    ['publishes a key before it signs', [aKey('ES256', 1), aKey('ES256', -DAY)], ['next', 'active']],
    [
      'signs with the newest from its first moment',
      [aKey('ES256', 0), aKey('ES256', -DAY, 9)],
      ['active', 'retiring'],
    ],
    ['looks at each algorithm by itself', [aKey('ES256', -9), aKey('RS256', -DAY)], ['active', 'active']],
  ])('%s', (_, keys, parts) => {
    expect(toPublished(keys, now).map(({ status }) => status)).toEqual(parts);
  });
});

describe(planRotation.name, () => {
  it.each<[string, KeyTimes[], Parameters<typeof planRotation>[1]]>([
    ['the schedule before its time', pair(-89 * DAY), 'schedule'],
    ['the schedule while new keys are published', [...pair(-91 * DAY), ...pair(60)], 'schedule'],
    ['a second command while the first is under way', [...pair(-9 * DAY), ...pair(60)], 'command'],
  ])('makes nothing for %s', (_, keys, wish) => {
    expect(plan(keys, wish)).toEqual({ outcome: 'none' });
  });

  it.each(['command', 'immediately'] as const)(
    'makes nothing for a wish (%s) whose keys were made while it waited',
    (wish) => {
      const made = pair(0).map((key) => ({ ...key, createdAt: now }));
      expect(plan(made, wish, later(now, -1))).toEqual({ outcome: 'none' });
    },
  );

  it.each<[string, KeyTimes[]]>([
    ['keys that are not used yet', pair(60).map((key) => ({ ...key, createdAt: now }))],
    [
      'keys of which one is older',
      [...pair(0).map((key) => ({ ...key, createdAt: now })), aKey('ES256', -DAY, 60)],
    ],
  ])('after a leak does not make do with %s', (_, keys) => {
    expect(plan(keys, 'immediately', later(now, -1))).toMatchObject({ outcome: 'begin', older: 'withdraw' });
  });

  it.each<[string, KeyTimes[], Parameters<typeof planRotation>[1]]>([
    ['the schedule', pair(-90 * DAY + schedule.leadSeconds), 'schedule'],
    ['a command', pair(-DAY), 'command'],
    ['a command while older keys are leaving', [...pair(-DAY), ...pair(-3 * DAY, 60)], 'command'],
  ])('has %s publish keys before they sign', (_, keys, wish) => {
    const activeFrom = later(now, schedule.leadSeconds);
    expect(plan(keys, wish)).toMatchObject({ outcome: 'begin', activeFrom, older: 'retire' });
  });

  it('signs at once with the keys of an algorithm that had none', () => {
    expect(plan([aKey('ES256', -DAY)], 'schedule')).toEqual({
      outcome: 'begin',
      algorithms: ['RS256'],
      activeFrom: now,
      older: 'stay',
    });
  });
});

describe(nextChangeOf.name, () => {
  it.each<[string, KeyTimes[], Date]>([
    ['the schedule', pair(-DAY), later(now, 89 * DAY - 3600)],
    ['new keys that begin to sign', [...pair(60), ...pair(-DAY, 9000)], later(now, 60)],
    ['old keys that leave', [...pair(-60), ...pair(-DAY, 9000)], later(now, 9000)],
  ])('names %s', (_, keys, moment) => {
    expect(nextChangeOf(keys, now, schedule)).toEqual(moment);
  });
});
