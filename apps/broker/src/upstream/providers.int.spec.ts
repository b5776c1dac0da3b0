import { emailTrustOf, type EmailTrustInput } from '@portico/policy';
import { type HostileIdp, startHostileIdp } from '@portico/testing';
import type { VerifiedIdentity } from './finish-upstream.js';
import { codeOf, type LoginChanges, type LoginsAtIdp, startLoginsAtIdp } from './login-at-idp.fixture.js';

const TID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const OID = '6b29fc40-ca47-4067-b31d-00dd010662da';
const scout = { email: 'scout@acme.example', name: 'Scout Finch' };

let logins: LoginsAtIdp;
let azure: LoginsAtIdp;
/** Another host of the same provider, as Google and Entra ID have for userinfo. */
let elsewhere: HostileIdp;

beforeAll(async () => {
  [logins, azure, elsewhere] = await Promise.all([
    startLoginsAtIdp(),
    startLoginsAtIdp(`/${TID}/v2.0`),
    startHostileIdp(),
  ]);
});
beforeEach(() => {
  for (const idp of [logins.idp, azure.idp, elsewhere]) idp.reset();
});
afterAll(async () => {
  await Promise.all([logins, azure, elsewhere].map((server) => server.close()));
});

/** Has the ID token say this about the person, and userinfo that. */
const tell = (idp: HostileIdp, idToken: object, userinfo: object, host = idp): void => {
  idp.draft = ({ header, claims: { iss, aud, nonce, iat, exp } }) => ({
    header,
    claims: { iss, aud, nonce, iat, exp, ...idToken },
  });
  idp.lies.discovery = ({ body, ...rest }) => ({
    ...rest,
    body: { ...body, userinfo_endpoint: `${host.issuer}/userinfo` },
  });
  host.lies.userinfo = (honest) => ({ ...honest, body: { ...userinfo } });
};

const trustIn = (
  { issuer, claims }: VerifiedIdentity,
  provider: EmailTrustInput['provider'],
  rest: Partial<EmailTrustInput> = {},
): string =>
  emailTrustOf({ provider, issuer, claims, issuesOwnAddressesOnly: false, domainProved: false, ...rest });

describe('a login at Okta', () => {
  // The org authorization server puts profile and e-mail into userinfo alone, where an access token is issued as well
  // (https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/#scope-dependent-claims-not-always-returned).
  it('takes and trusts what userinfo says where the ID token is thin', async () => {
    tell(
      logins.idp,
      { sub: '00uscout', auth_time: 1_800_000_000, amr: ['pwd', 'mfa'] },
      {
        sub: '00uscout',
        email_verified: true,
        ...scout,
      },
    );
    const identity = await logins.login({ provider: 'okta' });
    expect(identity).toMatchObject({ subject: '00uscout', claims: scout, authTime: 1_800_000_000 });
    expect(identity.amr).toEqual(['pwd', 'mfa']);
    expect(trustIn(identity, 'okta')).toBe('trusted');
  });
});

describe('a login at OneLogin', () => {
  // No email_verified (https://developers.onelogin.com/openid-connect/api/user-info).
  it('trusts no address unless its domain is proved or the admin answers for it', async () => {
    tell(logins.idp, { sub: '42' }, { sub: '42', preferred_username: 'scout', ...scout });
    const identity = await logins.login({ provider: 'onelogin' });
    expect(identity.claims).toMatchObject(scout);
    expect(trustIn(identity, 'onelogin')).toBe('unverified');
    expect(trustIn(identity, 'onelogin', { domainProved: true })).toBe('trusted');
    expect(trustIn(identity, 'onelogin', { issuesOwnAddressesOnly: true })).toBe('trusted');
  });
});

describe('a login at Azure', () => {
  // https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference; userinfo is at Microsoft Graph
  // (https://learn.microsoft.com/entra/identity-platform/userinfo).
  const idToken = { sub: 'pairwise', tid: TID, oid: OID, preferred_username: scout.email, name: scout.name };
  const login = async (changes: LoginChanges = {}): Promise<VerifiedIdentity> =>
    await azure.login({ provider: 'azure', origins: [elsewhere.origin], ...changes });

  it('M08 knows the person by tid and oid, and trusts the address of a directory of its own', async () => {
    tell(azure.idp, idToken, { sub: 'pairwise', email: 'victim@acme.example' }, elsewhere);
    const identity = await login({ emailClaim: 'preferred_username' });
    expect(identity).toMatchObject({ subject: `${TID}/${OID}`, claims: { email: scout.email } });
    expect(trustIn(identity, 'azure')).toBe('trusted');
    expect(elsewhere.requests.userinfo).toHaveLength(1);
  });

  it('M08 misses an address that only userinfo has', async () => {
    tell(azure.idp, idToken, { sub: 'pairwise', email: 'victim@acme.example' }, elsewhere);
    expect(trustIn(await login(), 'azure')).toBe('missing');
  });

  it('M08 trusts no address of another directory', async () => {
    tell(azure.idp, { ...idToken, tid: OID, email: scout.email }, { sub: 'pairwise' }, elsewhere);
    expect(trustIn(await login(), 'azure')).toBe('unverified');
  });

  it.each(['tid', 'oid'])('is refused without %s', async (name) => {
    tell(azure.idp, { ...idToken, [name]: undefined }, { sub: 'pairwise' }, elsewhere);
    await expect(codeOf(login())).resolves.toBe('id_token_invalid');
  });

  it('P19 is refused where userinfo is about another subject', async () => {
    tell(azure.idp, idToken, { sub: 'other' }, elsewhere);
    await expect(codeOf(login())).resolves.toBe('userinfo_subject_mismatch');
  });
});

describe('a login at Google', () => {
  const google = { issuer: '', clientId: 'portico', clientSecret: 'google-secret' };
  const login = async (claims: object): Promise<VerifiedIdentity> => {
    const said = { sub: '1084', email: 'scout@hooli.example', email_verified: true, ...claims };
    tell(logins.idp, { ...said, azp: 'portico' }, { sub: '1084', email_verified: true }, elsewhere);
    return await logins.login({ provider: 'google', google, origins: [elsewhere.origin] });
  };

  // https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload
  it('M11 trusts the address of a Workspace, or of Gmail, and no other', async () => {
    expect(trustIn(await login({ hd: 'hooli.example' }), 'google')).toBe('trusted');
    expect(trustIn(await login({ email: 'scout@gmail.com' }), 'google')).toBe('trusted');
    expect(trustIn(await login({}), 'google')).toBe('unverified');
  });

  it('tells no time of the sign-in, which Google does not send', async () => {
    expect(await login({ hd: 'hooli.example' })).not.toHaveProperty('authTime');
  });

  it('M11 takes no hd from userinfo', async () => {
    tell(
      logins.idp,
      { sub: '1084', email: 'scout@hooli.example', email_verified: true },
      {
        sub: '1084',
        hd: 'hooli.example',
      },
    );
    expect(trustIn(await logins.login({ provider: 'google', google }), 'google')).toBe('unverified');
  });
});

describe('a login at Keycloak', () => {
  it('trusts what the ID token calls verified, and nothing that it calls unverified', async () => {
    for (const email_verified of [true, false]) {
      tell(
        logins.idp,
        { sub: 'f:1:scout', email_verified, acr: '1', ...scout },
        { sub: 'f:1:scout', email_verified },
      );
      const identity = await logins.login({ provider: 'keycloak' });
      expect(identity).toMatchObject({ subject: 'f:1:scout', acr: '1', claims: scout });
      expect(trustIn(identity, 'keycloak', { domainProved: true })).toBe(
        email_verified ? 'trusted' : 'unverified',
      );
    }
  });
});

describe('a login at an unlisted provider', () => {
  it('asks userinfo by POST, and takes the address from the claim that the connection names', async () => {
    tell(logins.idp, { sub: 'u1' }, {});
    logins.idp.lies.userinfo = (honest, { method }) =>
      method === 'POST'
        ? { ...honest, body: { sub: 'u1', mail: scout.email } }
        : { ...honest, status: 405, body: '' };
    const values = { provider: 'oidc', userinfoMethod: 'POST', emailClaim: 'mail' } as const;
    const identity = await logins.login(values);
    expect(identity.claims).toMatchObject({ email: scout.email, mail: scout.email });
    expect(trustIn(identity, 'oidc', { domainProved: true })).toBe('trusted');
    expect(trustIn(identity, 'oidc')).toBe('unverified');
  });
});
