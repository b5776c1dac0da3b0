import * as oidc from 'openid-client';
import { authorizationUrl, checks, Driver, redirectUri, refusal } from '../testing/driver.js';

let driver: Driver;

beforeAll(async () => {
  driver = await Driver.start('okta');
  await driver.register();
});
afterAll(() => driver.simulator.close());

const exchange = (config: oidc.Configuration, callback: URL, changed: object = {}) =>
  refusal(oidc.authorizationCodeGrant(config, callback, { ...checks, ...changed }));

describe('Okta personality: refusals', () => {
  it('answers an unknown client with the members of its own API', async () => {
    const response = await fetch(`${driver.issuer}/oauth2/v1/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('nobody:x')}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code: 'x', redirect_uri: redirectUri }),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      errorCode: 'invalid_client',
      errorSummary: "Invalid value for 'client_id' parameter.",
      errorLink: 'invalid_client',
      errorId: expect.stringMatching(/^oae\w{22}$/),
      errorCauses: [],
    });
  });

  it('calls a wrong secret and an expired one alike', async () => {
    const description = 'The client secret supplied for a confidential client is invalid.';
    for (const fault of ['refuseSecret', 'secretExpired'])
      await driver.whileOn({ [fault]: true }, async () => {
        expect(await refusal(driver.wholeLogin())).toMatchObject({
          status: 401,
          error: 'invalid_client',
          description,
        });
      });
  });

  it('words codes and verifiers as Okta does', async () => {
    const { config, callback } = await driver.wholeLogin();
    expect(await exchange(config, callback)).toMatchObject({
      description: 'The authorization code is invalid or has expired.',
    });
    const fresh = await driver.signIn(config, { person: driver.address('agent') });
    expect(await exchange(config, fresh, { pkceCodeVerifier: oidc.randomPKCECodeVerifier() })).toMatchObject({
      error: 'invalid_grant',
      description: 'PKCE verification failed.',
    });
  });

  it('throttles with E0000047', async () => {
    await driver.whileOn({ tooManyRequests: true }, async () => {
      const response = await fetch(`${driver.issuer}/oauth2/v1/token`, { method: 'POST' });
      expect(response.status).toBe(429);
      expect(response.headers.get('retry-after')).toBe('30');
      expect(await response.json()).toMatchObject({ errorCode: 'E0000047' });
    });
  });

  it('tells the application that somebody is not assigned', async () => {
    await driver.whileOn({ accessDenied: true }, async () => {
      const callback = await driver.signIn(await driver.configure(), { person: driver.address('agent') });
      expect(Object.fromEntries(callback.searchParams)).toEqual({
        error: 'access_denied',
        error_description: 'User is not assigned to the client application.',
        state: checks.expectedState,
      });
    });
  });

  it('names the wrong redirect URI', async () => {
    const url = await authorizationUrl(await driver.configure(), { redirect_uri: `${redirectUri}/` });
    const { response } = await driver.browser().follow(url);
    expect(await response.text()).toContain(
      'parameter must be a Login redirect URI in the client app settings.',
    );
  });
});

describe('Okta personality: a login', () => {
  it('is at the org, not at a custom authorization server', async () => {
    const document = await driver.document();
    expect(document).toMatchObject({
      issuer: `${driver.simulator.url}/okta`,
      authorization_endpoint: `${driver.issuer}/oauth2/v1/authorize`,
      token_endpoint: `${driver.issuer}/oauth2/v1/token`,
      userinfo_endpoint: `${driver.issuer}/oauth2/v1/userinfo`,
      jwks_uri: `${driver.issuer}/oauth2/v1/keys`,
    });
    expect(document).not.toHaveProperty('authorization_response_iss_parameter_supported');
    expect(document).not.toHaveProperty('pushed_authorization_request_endpoint');
  });

  it('has a thin ID token, and e-mail and email_verified from userinfo alone', async () => {
    const { idToken, userinfo } = await driver.claimsOf();
    const base = 'amr at_hash aud auth_time exp iat idp iss jti nonce sub ver';
    expect(Object.keys(idToken).sort()).toEqual(`${base} name preferred_username`.split(' ').sort());
    expect(idToken.sub).toMatch(/^00u[a-zA-Z0-9]{17}$/);
    expect(userinfo).toMatchObject({
      email: driver.address('agent'),
      email_verified: true,
      given_name: 'Scout',
    });
    const unverified = await driver.claimsOf(driver.address('unverified'));
    expect(unverified.userinfo).toMatchObject({ email_verified: false });
  });

  it('sends neither iss nor anything else beside code and state', async () => {
    const { callback } = await driver.wholeLogin();
    expect([...callback.searchParams.keys()].sort()).toEqual(['code', 'state']);
  });

  it('steps up for acr_values that the session does not fulfil, and says which it reached', async () => {
    const browser = driver.browser();
    const acr_values = 'urn:okta:loa:2fa:any';
    await driver.wholeLogin(undefined, { browser });
    const { response } = await browser.follow(
      await authorizationUrl(await driver.configure(), { acr_values }),
    );
    expect(await response.text()).toContain('the application asks you to prove it again');
    const reached = async () =>
      (await driver.wholeLogin(undefined, { browser, extra: { acr_values } })).tokens.claims();
    expect(await reached()).toMatchObject({ acr: acr_values });
    expect(await reached()).toMatchObject({ acr: acr_values });
    await driver.whileOn({ lowAcr: true }, async () => {
      expect(await reached()).toMatchObject({ acr: '0' });
    });
  });

  it('proves max_age by auth_time', async () => {
    const { tokens } = await driver.wholeLogin(undefined, { extra: { max_age: '60' } });
    expect(tokens.claims()?.auth_time).toEqual(expect.any(Number));
  });

  it('knows the contractor', async () => {
    const { userinfo } = await driver.claimsOf(driver.address('contractor'));
    expect(userinfo.email).toBe('contractor@globex.example');
  });
});
