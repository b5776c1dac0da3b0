import { completeClaims } from './claims.rules.js';
import type { Claims } from './id-token.rules.js';

const idToken = { sub: 'scout', email: 'scout@acme.example' };

describe(completeClaims.name, () => {
  it.each<[string, Claims, Claims]>([
    ['a false email_verified that userinfo calls true', { email_verified: false }, { email_verified: true }],
    [
      'a true email_verified that userinfo calls false',
      { email_verified: true },
      { email_verified: 'false' },
    ],
    ['an e-mail that is another one in userinfo', {}, { email: 'atticus@acme.example' }],
    ['an e-mail that is a list in userinfo', {}, { email: ['scout@acme.example'] }],
    ['an e-mail that is null in userinfo', {}, { email: null }],
  ])('P20 refuses %s', (_, told, userinfo) => {
    expect(() => completeClaims({ ...idToken, ...told }, { sub: 'scout', ...userinfo }, 'keycloak')).toThrow(
      'userinfo_subject_mismatch',
    );
  });

  it('P20 takes nothing from userinfo that decides how somebody signed in or where', () => {
    const userinfo = {
      sub: 'scout',
      iss: 'x',
      tid: 'x',
      hd: 'x',
      amr: ['mfa'],
      acr: 'high',
      auth_time: 1,
      roles: ['admin'],
    };
    expect(completeClaims(idToken, userinfo, 'oidc')).toEqual(idToken);
  });

  it('M08 takes no e-mail from the userinfo of Azure', () => {
    const userinfo = { sub: 'scout', email: 'victim@acme.example', email_verified: true, name: 'Scout' };
    expect(completeClaims({ sub: 'scout' }, userinfo, 'azure')).toEqual({ sub: 'scout', name: 'Scout' });
  });

  it('takes an e-mail from userinfo where the ID token has none', () => {
    const userinfo = { sub: 'scout', email: 'scout@acme.example', email_verified: true, name: 'Scout' };
    expect(completeClaims({ sub: 'scout' }, userinfo, 'onelogin')).toEqual(userinfo);
  });

  it('keeps the ID token where both say the same in other words', () => {
    const told = { ...idToken, email_verified: true };
    expect(
      completeClaims(told, { sub: 'scout', email: 'Scout@acme.example', email_verified: 'true' }, 'oidc'),
    ).toEqual(told);
  });

  it('keeps the ID token where there is no userinfo', () => {
    expect(completeClaims(idToken, undefined, 'oidc')).toBe(idToken);
  });
});
