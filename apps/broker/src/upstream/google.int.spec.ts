import { codeOf, type LoginsAtIdp, startLoginsAtIdp } from './login-at-idp.fixture.js';
import type { VerifiedIdentity } from './finish-upstream.js';

let logins: LoginsAtIdp;

const google = { issuer: '', clientId: 'portico', clientSecret: 'google-secret' };

const login = async (onTheWay?: (answer: URLSearchParams) => void): Promise<VerifiedIdentity> =>
  await logins.login({ provider: 'google', sealedClientSecret: null, google }, onTheWay);

/** Changes the claims of the ID token. */
const claims = (changes: Record<string, unknown>): void => {
  logins.idp.draft = ({ header, claims: honest }) => ({ header, claims: { ...honest, ...changes } });
};
const bareIssuer = (): string => logins.idp.issuer.replace('http://', '');

beforeAll(async () => {
  logins = await startLoginsAtIdp();
});
beforeEach(() => logins.idp.reset());
afterAll(async () => {
  await logins.close();
});

describe('a login at Google', () => {
  it('is refused where the deployment has no client there', async () => {
    const attempt = logins.login({ provider: 'google', sealedClientSecret: null });
    await expect(codeOf(attempt)).resolves.toBe('google_not_configured');
    expect(logins.idp.requests.token).toHaveLength(0);
  });

  it.each<[string, () => void, string]>([
    [
      'P09 with the signature AAAA',
      () => (logins.idp.sign = async ({ header, claims: said }) => logins.idp.keys.forge(header, said)),
      'id_token_signature_invalid',
    ],
    ['P07 with another nonce', () => claims({ iss: bareIssuer(), nonce: 'x' }), 'id_token_nonce_invalid'],
    ['P17 for another aud', () => claims({ iss: bareIssuer(), aud: 'x' }), 'id_token_audience_invalid'],
    ['P18 that expired', () => claims({ iss: bareIssuer(), exp: 1 }), 'id_token_time_invalid'],
  ])('M11 is refused under the name without a scheme too, %s', async (_, lie, code) => {
    claims({ iss: bareIssuer() });
    lie();
    await expect(codeOf(login())).resolves.toBe(code);
  });

  it.each(['evil.example', 'x/realms/acme', ''])('M11 is refused under the name %j', async (iss) => {
    claims({ iss });
    await expect(codeOf(login())).resolves.toBe('id_token_issuer_invalid');
  });

  it('M11 is refused under the name without a scheme at any other provider', async () => {
    claims({ iss: bareIssuer() });
    await expect(codeOf(logins.login({ provider: 'oidc' }))).resolves.toBe('id_token_issuer_invalid');
  });

  it('P04 is refused where the iss parameter has no scheme: only ID tokens may lack it', async () => {
    const attempt = login((answer) => answer.set('iss', bareIssuer()));
    await expect(codeOf(attempt)).resolves.toBe('issuer_parameter_invalid');
  });

  it.each([
    ['with the scheme', (): string => logins.idp.issuer],
    ['without the scheme', bareIssuer],
  ])('M11 gives one issuer to link, named %s, for one exchange of the code', async (_, iss) => {
    claims({ iss: iss(), hd: 'hooli.example', auth_time: undefined });
    await expect(login()).resolves.toMatchObject({
      issuer: logins.idp.issuer,
      subject: 'scout',
      claims: { hd: 'hooli.example', email_verified: true },
    });
    expect(logins.idp.requests.token).toHaveLength(1);
    expect(logins.idp.requests.userinfo).toHaveLength(1);
  });

  it('P26 proves itself with the platform’s secret, whatever a row has sealed', async () => {
    await expect(codeOf(logins.login({ provider: 'google', google }))).resolves.toBe('signed in');
    const [, credentials] = (logins.idp.requests.token[0]?.headers.authorization as string).split(' ');
    const [, secret] = Buffer.from(credentials ?? '', 'base64')
      .toString()
      .split(':');
    expect(decodeURIComponent(secret ?? '')).toBe('google-secret');
  });
});
