import { conditionsOf, isFresh, secondsLeft, sharesOf, toClock } from './conditions.rules.js';

const now = Date.parse('2026-11-23T09:00:00.000Z');
const rehearsal = { revision: 2, settingsVersion: 7, expiresAt: '2026-11-23T09:15:00.000Z' };
const input = {
  connection: { mode: 'enabled' as const, revision: 2, pendingRevision: null },
  isProved: true,
  hasCodes: true,
  rehearsal,
  settingsVersion: 7,
  now,
  typed: ' acme ',
  name: 'Acme',
};

describe(isFresh, () => {
  it.each([
    ['none', { ...input, rehearsal: null }],
    ['one of older values', { ...input, rehearsal: { ...rehearsal, revision: 1 } }],
    ['one of older settings', { ...input, settingsVersion: 8 }],
    ['one of 15 minutes ago', { ...input, now: Date.parse(rehearsal.expiresAt) }],
  ])('is not %s', (_, wanted) => {
    expect(isFresh(wanted)).toBe(false);
  });

  it('is one of now', () => {
    expect(isFresh(input)).toBe(true);
  });
});

describe(conditionsOf, () => {
  it('are all met at last', () => {
    expect(Object.values(conditionsOf(input)).every(Boolean)).toBe(true);
  });

  it.each([
    ['enabled', { ...input, connection: { ...input.connection, mode: 'off' as const } }],
    ['no_pending', { ...input, connection: { ...input.connection, pendingRevision: 3 } }],
    ['tested', { ...input, isProved: false }],
    ['codes', { ...input, hasCodes: false }],
    ['rehearsed', { ...input, rehearsal: null }],
    ['typed', { ...input, typed: 'Acm' }],
  ] as const)('miss %s alone', (condition, wanted) => {
    const conditions = conditionsOf(wanted);
    expect(Object.entries(conditions).filter(([, isMet]) => !isMet)).toEqual([[condition, false]]);
  });
});

describe(secondsLeft, () => {
  it('counts down to nothing', () => {
    expect(toClock(secondsLeft(rehearsal.expiresAt, now))).toBe('15:00');
    expect(toClock(secondsLeft(rehearsal.expiresAt, now + 55_000))).toBe('14:05');
    expect(secondsLeft(rehearsal.expiresAt, now + 3_600_000)).toBe(0);
  });
});

describe(sharesOf, () => {
  it('shows a single user among thousands', () => {
    const shares = sharesOf({ proven: 99_999, expected: 0, blocked: 1, exempt: 0 });
    expect(shares.blocked).toBe(2);
    expect(shares.expected).toBe(0);
  });

  it('shows nobody where there is nobody', () => {
    expect(sharesOf({ proven: 0, expected: 0, blocked: 0, exempt: 0 })).toEqual({
      proven: 0,
      expected: 0,
      blocked: 0,
      exempt: 0,
    });
  });
});
