import { stateOf } from './domain-state.rules.js';

const now = Date.parse('2026-11-23T12:00:00Z');
const challenge = { name: '_portico.acme.com', value: 'portico=1', expiresAt: '2026-11-30T12:00:00Z' };

describe(stateOf.name, () => {
  it('calls a challenge expired once its time is over, and one that is gone', () => {
    const expiresAt = '2026-11-23T12:00:00Z';
    const pending = { status: 'pending', missingSince: null } as const;
    expect(stateOf({ ...pending, challenge: { ...challenge, expiresAt } }, now)).toEqual({
      state: 'expired',
    });
    expect(stateOf({ ...pending, challenge: null }, now)).toEqual({ state: 'expired' });
    expect(stateOf({ ...pending, challenge }, now)).toEqual({ state: 'pending' });
  });

  it('tells until when a domain counts whose record is gone', () => {
    const missingSince = '2026-11-22T08:00:00.000Z';
    expect(stateOf({ status: 'proved', missingSince, challenge: null }, now)).toEqual({
      state: 'missing',
      since: missingSince,
      until: '2026-11-29T08:00:00.000Z',
    });
    expect(stateOf({ status: 'proved', missingSince: null, challenge: null }, now)).toEqual({
      state: 'proved',
    });
  });
});
