import { readUpstreamSession } from './upstream-session.rules.js';

const issuer = 'https://idp.example.com';
const read = (claims: Record<string, unknown>, honoursSessionExpiry = true): object =>
  readUpstreamSession({ sub: 'scout', ...claims }, { issuer, honoursSessionExpiry });

describe(readUpstreamSession.name, () => {
  it.each<[string, Record<string, unknown>]>([
    ['no sid', {}],
    ['a sid that is no text', { sid: 7 }],
    ['an empty sid', { sid: '' }],
    ['a sid of 256 characters', { sid: 's'.repeat(256) }],
    ['an end that is no number', { session_expiry: 'tomorrow' }],
    ['an end in milliseconds', { session_expiry: 1_764_000_000_000 }],
    ['an end before all time', { session_expiry: -1 }],
  ])('leaves out %s', (_, claims) => {
    expect(read(claims)).toEqual({ issuer, subject: 'scout' });
  });

  it('leaves out the end where the connection does not honour it', () => {
    expect(read({ session_expiry: 1_764_000_000 }, false)).toEqual({ issuer, subject: 'scout' });
  });

  it('gives what the ID token says', () => {
    expect(read({ sid: 'sid-1', session_expiry: 1_764_000_000 })).toEqual({
      issuer,
      subject: 'scout',
      sid: 'sid-1',
      expiresAt: 1_764_000_000,
    });
  });
});
