import type { Provider } from '@portico/contracts';
import { completeClaims, toUsualEmail } from './claims.rules.js';
import type { Claims } from './id-token.rules.js';

const of = (provider: Provider, emailClaim = 'email') => ({ provider, emailClaim });
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
    expect(() =>
      completeClaims({ ...idToken, ...told }, { sub: 'scout', ...userinfo }, of('keycloak')),
    ).toThrow('userinfo_subject_mismatch');
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
    expect(completeClaims(idToken, userinfo, of('oidc'))).toEqual(idToken);
  });

  it('M08 takes no e-mail from the userinfo of Azure', () => {
    const userinfo = { sub: 'scout', email: 'victim@acme.example', email_verified: true, name: 'Scout' };
    expect(completeClaims({ sub: 'scout' }, userinfo, of('azure'))).toEqual({ sub: 'scout', name: 'Scout' });
  });

  it('takes an e-mail from userinfo where the ID token has none', () => {
    const userinfo = { sub: 'scout', email: 'scout@acme.example', email_verified: true, name: 'Scout' };
    expect(completeClaims({ sub: 'scout' }, userinfo, of('onelogin'))).toEqual(userinfo);
  });

  it('keeps the ID token where both say the same in other words', () => {
    const told = { ...idToken, email_verified: true };
    expect(
      completeClaims(told, { sub: 'scout', email: 'Scout@acme.example', email_verified: 'true' }, of('oidc')),
    ).toEqual(told);
  });

  it('keeps the ID token where there is no userinfo', () => {
    expect(completeClaims(idToken, undefined, of('oidc'))).toBe(idToken);
  });

  it('takes the claim that the connection names from userinfo where the ID token has none', () => {
    const userinfo = { sub: 'scout', mail: 'scout@acme.example', department: 'books' };
    expect(completeClaims({ sub: 'scout' }, userinfo, of('oidc', 'mail'))).toEqual({
      sub: 'scout',
      mail: 'scout@acme.example',
    });
  });

  it('P20 refuses two addresses in the claim that the connection names', () => {
    const told = { sub: 'scout', mail: 'scout@acme.example' };
    const userinfo = { sub: 'scout', mail: 'victim@acme.example' };
    expect(() => completeClaims(told, userinfo, of('oidc', 'mail'))).toThrow('userinfo_subject_mismatch');
  });

  it.each(['preferred_username', 'mail', 'name', 'given_name'])(
    'M08 takes no address in %s from the userinfo of Azure',
    (emailClaim) => {
      const userinfo = { sub: 'scout', [emailClaim]: 'victim@acme.example' };
      expect(completeClaims({ sub: 'scout' }, userinfo, of('azure', emailClaim))).toEqual({ sub: 'scout' });
    },
  );
});

describe(toUsualEmail.name, () => {
  const mail = (claims: Claims): Claims => toUsualEmail({ sub: 'scout', ...claims }, of('oidc', 'mail'));

  it.each([true, 'true', 'TRUE', 1, '1'])(
    'M05 lets a yes for email (%j) vouch for no address of another claim',
    (yes) => {
      const claims = { mail: 'victim@acme.example', email: 'scout@acme.example' };
      expect(mail({ ...claims, email_verified: yes, xms_edov: yes })).toEqual({
        sub: 'scout',
        mail: 'victim@acme.example',
        email: 'victim@acme.example',
      });
    },
  );

  it('M05 lets a yes without an email vouch for nothing', () => {
    expect(mail({ mail: 'victim@acme.example', email_verified: true })).not.toHaveProperty('email_verified');
  });

  it.each([false, 'false', 0, null])('M05 keeps a no (%j)', (email_verified) => {
    expect(mail({ mail: 'scout@acme.example', email_verified })).toMatchObject({ email_verified });
  });

  it('M05 never falls back to email where the named claim is missing', () => {
    expect(mail({ email: 'victim@acme.example', email_verified: true })).toEqual({ sub: 'scout' });
  });

  it('keeps a yes where both claims hold the same address', () => {
    const claims = { mail: 'Scout@acme.example', email: 'scout@acme.example', email_verified: true };
    expect(mail(claims)).toEqual({ sub: 'scout', ...claims, email: 'Scout@acme.example' });
  });

  it('changes nothing where the claim has its usual name', () => {
    expect(toUsualEmail(idToken, of('oidc'))).toBe(idToken);
  });
});
