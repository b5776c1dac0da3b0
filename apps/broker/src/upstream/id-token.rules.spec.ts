import { checkIdToken, type Claims, readSubject } from './id-token.rules.js';

const now = 1_800_000_000;
const connection = {
  provider: 'keycloak',
  issuer: 'https://idp.example.com/realms/acme',
  clientId: 'portico',
} as const;
const claims = (changes: Claims): Claims => ({
  iss: connection.issuer,
  aud: 'portico',
  sub: 'scout',
  iat: now,
  ...changes,
});

describe(checkIdToken.name, () => {
  it.each([
    ['P17 an azp of another client beside a single aud', { azp: 'attacker' }, 'id_token_audience_invalid'],
    ['P17 an azp that is no text', { azp: ['portico'] }, 'id_token_audience_invalid'],
    ['P17 an empty azp', { azp: '' }, 'id_token_audience_invalid'],
    ['P18 an iat eleven minutes ago', { iat: now - 660 }, 'id_token_time_invalid'],
    ['P18 an iat a year ago', { iat: now - 31_536_000 }, 'id_token_time_invalid'],
    ['P18 an iat 61 seconds ahead', { iat: now + 61 }, 'id_token_time_invalid'],
    ['P18 an iat ten years ahead', { iat: now + 315_360_000 }, 'id_token_time_invalid'],
    ['P18 a missing iat', { iat: undefined }, 'id_token_invalid'],
    ['P16 an iss with a slash more', { iss: `${connection.issuer}/` }, 'id_token_issuer_invalid'],
  ])('refuses %s', (_, changes, code) => {
    expect(() => checkIdToken(claims(changes), connection, now)).toThrow(code);
  });

  it.each<[string, 'google' | 'oidc', string, string]>([
    ['of anybody else', 'oidc', 'accounts.google.com', 'id_token_issuer_invalid'],
    ['of Google', 'google', 'accounts.google.com', 'accepted'],
    [
      'of Google with more behind it',
      'google',
      'accounts.google.com.evil.example',
      'id_token_issuer_invalid',
    ],
    ['of Google by http', 'google', 'http://accounts.google.com', 'id_token_issuer_invalid'],
  ])('M11 meets the name without a scheme %s', (_, provider, iss, outcome) => {
    const google = { ...connection, provider, issuer: 'https://accounts.google.com' };
    const check = (): void => checkIdToken(claims({ iss }), google, now);
    if (outcome === 'accepted') expect(check).not.toThrow();
    else expect(check).toThrow(outcome);
  });

  it.each([
    ['P17 the azp of this client', { azp: 'portico' }],
    ['P18 an iat nine minutes ago', { iat: now - 540 }],
    ['P18 an iat of a clock that is half a minute ahead', { iat: now + 30 }],
  ])('accepts %s', (_, changes) => {
    expect(() => checkIdToken(claims(changes), connection, now)).not.toThrow();
  });
});

describe(readSubject.name, () => {
  it.each<[string, unknown]>([
    ['no sub', undefined],
    ['an empty sub', ''],
    ['a sub of 256 characters', 'x'.repeat(256)],
    ['a sub with NUL', 'sc\0ut'],
    ['a sub with a line break', 'scout\n'],
    ['a sub with a blank before', ' scout'],
    ['a sub with a blank behind', 'scout '],
    ['a blank', ' '],
    ['a number', 7],
    ['a list', ['scout']],
  ])('M21 refuses %s', (_, sub) => {
    expect(() => readSubject(claims({ sub }), 'keycloak')).toThrow('id_token_invalid');
  });

  it.each(['s', 'x'.repeat(255), 'scout finch', 'ö|1'])('accepts %j', (sub) => {
    expect(readSubject(claims({ sub }), 'oidc')).toBe(sub);
  });

  it.each<[string, Claims]>([
    ['oid', { tid: 'directory' }],
    ['tid', { oid: 'object' }],
  ])('M08 refuses an Azure token without %s', (_, changes) => {
    expect(() => readSubject(claims(changes), 'azure')).toThrow('id_token_invalid');
  });

  it('M08 knows an Azure account by directory and object', () => {
    expect(readSubject(claims({ tid: 'directory', oid: 'object' }), 'azure')).toBe('directory/object');
  });
});
