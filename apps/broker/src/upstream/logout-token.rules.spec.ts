import type { AppError } from '@portico/contracts';
import { readLogoutToken } from './logout-token.rules.js';

const NOW = 1_795_000_000;
const claims = {
  iat: NOW,
  jti: 'jti-1',
  sub: 'scout',
  sid: 'sid-1',
  events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
};

const codeOf = (read: () => unknown): string => {
  try {
    read();
    return 'none';
  } catch (error) {
    return (error as AppError).code;
  }
};

describe(readLogoutToken.name, () => {
  it.each<[string, object]>([
    ['a nonce', { nonce: 'n' }],
    ['no event', { events: undefined }],
    ['no jti', { jti: undefined }],
    ['a sub of no characters', { sub: '' }],
    ['a sid that is no text', { sid: 7 }],
    ['neither sub nor sid', { sub: undefined, sid: undefined }],
    ['an iat long ago', { iat: NOW - 601 }],
    ['an iat to come', { iat: NOW + 61 }],
  ])('O16 refuses %s', (_, changes) => {
    expect(codeOf(() => readLogoutToken('logout+jwt', { ...claims, ...changes }, NOW))).toBe(
      'logout_token_invalid',
    );
  });

  it.each([undefined, 'JWT', 'logout+jwt'])('takes a token of type %s', (typ) => {
    expect(readLogoutToken(typ, claims, NOW)).toEqual({
      jti: 'jti-1',
      sub: 'scout',
      sid: 'sid-1',
      issuedAt: NOW,
    });
  });
});
