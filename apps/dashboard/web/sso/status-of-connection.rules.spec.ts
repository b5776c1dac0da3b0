import { isProved, secretDaysLeft, statusOf } from './status-of-connection.rules.js';

const proof = { revision: 2, by: 'test' as const, at: '2026-11-23T09:00:00.000Z', userId: 'atticus' };
const nothing = { failing: null, proof: null, lastSignInAt: null };
const failing = {
  since: '2026-11-23T08:00:00.000Z',
  count: 3,
  code: 'upstream_client_refused' as const,
  reference: 'OTTER-2719',
};

describe(statusOf, () => {
  it.each([
    ['a draft', { mode: 'off' as const, revision: 0 }, nothing, { status: 'not_set_up' }],
    ['values that nobody tried', { mode: 'off' as const, revision: 2 }, nothing, { status: 'not_tested' }],
    [
      'values that were tried',
      { mode: 'off' as const, revision: 2 },
      { ...nothing, proof },
      { status: 'off' },
    ],
    ['enabled and never used', { mode: 'enabled' as const, revision: 2 }, nothing, { status: 'not_tested' }],
    [
      'enabled with newer values than the tried ones',
      { mode: 'enabled' as const, revision: 3 },
      { ...nothing, proof },
      { status: 'not_tested' },
    ],
    [
      'enabled and used',
      { mode: 'enabled' as const, revision: 3 },
      { ...nothing, lastSignInAt: proof.at },
      { status: 'active' },
    ],
    ['enforced', { mode: 'enforced' as const, revision: 2 }, { ...nothing, proof }, { status: 'enforced' }],
    [
      'failing',
      { mode: 'enforced' as const, revision: 2 },
      { ...nothing, proof, failing },
      { status: 'failing', since: failing.since },
    ],
    [
      'off, though it failed',
      { mode: 'off' as const, revision: 2 },
      { ...nothing, proof, failing },
      { status: 'off' },
    ],
    [
      'enabled, while the broker is away',
      { mode: 'enabled' as const, revision: 2 },
      undefined,
      { status: 'active' },
    ],
  ])('%s', (_, connection, seen, status) => {
    expect(statusOf(connection, seen)).toEqual(status);
  });
});

describe(isProved, () => {
  it('is of the live revision alone', () => {
    expect(isProved({ revision: 3 }, { ...nothing, proof })).toBe(false);
    expect(isProved({ revision: 2 }, { ...nothing, proof })).toBe(true);
  });
});

describe(secretDaysLeft, () => {
  const now = Date.parse('2026-11-23T09:00:00.000Z');
  it.each([
    ['no end', null, null],
    ['an end far away', '2027-11-23T09:00:00.000Z', null],
    ['an end in 14 days', '2026-12-07T09:00:00.000Z', 14],
    ['an end today', '2026-11-23T10:00:00.000Z', 1],
    ['an end an hour ago', '2026-11-23T08:00:00.000Z', 0],
  ])('%s', (_, end, days) => {
    expect(secretDaysLeft(end, now)).toBe(days);
  });
});
