import * as oidc from 'openid-client';
import { stableUuid } from '../people.js';
import { authorizationUrl, checks, Driver, redirectUri, refusal } from '../testing/driver.js';

let driver: Driver;

beforeAll(async () => {
  driver = await Driver.start('keycloak');
  await driver.register();
});
afterAll(() => driver.simulator.close());

describe('Keycloak personality: refusals', () => {
  it('refuses a wrong secret, sent either way, as Keycloak words it', async () => {
    for (const authentication of [oidc.ClientSecretBasic('wrong'), oidc.ClientSecretPost('wrong')]) {
      const attempt = driver.wholeLogin(undefined, {
        config: await driver.configure('portico', authentication),
      });
      expect(await refusal(attempt)).toMatchObject({
        status: 401,
        error: 'unauthorized_client',
        description: 'Invalid client or Invalid client credentials',
      });
    }
  });

  it('refuses an unknown client at both endpoints', async () => {
    const config = await driver.configure('nobody');
    const page = await driver.browser().follow(await authorizationUrl(config));
    expect(page.response.status).toBe(400);
    expect(await page.response.text()).toContain('Client not found.');

    const { callback } = await driver.wholeLogin();
    expect(await refusal(oidc.authorizationCodeGrant(config, callback, checks))).toMatchObject({
      status: 401,
      error: 'invalid_client',
      description: 'Invalid client or Invalid client credentials',
    });
  });

  it.each([
    `${redirectUri}/`,
    `${redirectUri}?x=1`,
    'http://localhost:3001/',
    'http://127.0.0.1:3001/oauth2/idpresponse/7',
  ])('refuses the redirect URI %s without a redirect', async (other) => {
    const { response } = await driver
      .browser()
      .follow(await authorizationUrl(await driver.configure(), { redirect_uri: other }));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Invalid parameter: redirect_uri');
  });

  it('refuses a wrong or missing code verifier', async () => {
    const config = await driver.configure();
    const exchange = async (pkceCodeVerifier?: string) =>
      await refusal(
        oidc.authorizationCodeGrant(config, await driver.signIn(config, { person: 'agent@acme.example' }), {
          ...checks,
          pkceCodeVerifier,
        }),
      );
    expect(await exchange(oidc.randomPKCECodeVerifier())).toMatchObject({
      error: 'invalid_grant',
      description: 'PKCE verification failed: Code mismatch',
    });
    expect(await exchange()).toMatchObject({ description: 'PKCE code verifier not specified' });
  });

  it('refuses a code that was used already', async () => {
    const { config, callback } = await driver.wholeLogin();
    expect(await refusal(oidc.authorizationCodeGrant(config, callback, checks))).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      description: 'Code not valid',
    });
  });

  it('shows the login page again after a wrong password', async () => {
    const browser = driver.browser();
    const page = await browser.follow(await authorizationUrl(await driver.configure()));
    const { response } = await browser.follow(page.url, {
      username: 'agent@acme.example',
      password: 'wrong',
    });
    expect(await response.text()).toContain('Invalid username or password.');
  });

  it('answers access_denied, with state and iss, when the person cancels', async () => {
    const callback = await driver.signIn(await driver.configure(), { cancel: 'yes' });
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({
      error: 'access_denied',
      state: 'state-1',
      iss: driver.issuer,
    });
  });

  it('refuses a login page whose cookie is gone', async () => {
    const page = await driver.browser().follow(await authorizationUrl(await driver.configure()));
    expect((await driver.browser().follow(page.url, { person: 'agent@acme.example' })).response.status).toBe(
      400,
    );
  });
});

describe('Keycloak personality: a login', () => {
  it("publishes Keycloak's endpoints", async () => {
    const metadata = (await driver.configure()).serverMetadata();
    expect(metadata).toMatchObject({
      issuer: driver.issuer,
      authorization_endpoint: `${driver.issuer}/protocol/openid-connect/auth`,
      token_endpoint: `${driver.issuer}/protocol/openid-connect/token`,
      userinfo_endpoint: `${driver.issuer}/protocol/openid-connect/userinfo`,
      jwks_uri: `${driver.issuer}/protocol/openid-connect/certs`,
      end_session_endpoint: `${driver.issuer}/protocol/openid-connect/logout`,
      authorization_response_iss_parameter_supported: true,
    });
  });

  it('builds addresses from the issuer, whatever the Host header says', async () => {
    const response = await fetch(`${driver.issuer}/.well-known/openid-configuration`, {
      headers: { 'x-forwarded-host': 'evil.example' },
    });
    expect(await response.text()).not.toContain('evil.example');
  });

  it('sends iss and session_state with the code, and the claims in the ID token', async () => {
    const { callback, tokens, config } = await driver.wholeLogin();
    expect(Object.fromEntries(callback.searchParams)).toEqual({
      code: expect.any(String),
      state: 'state-1',
      iss: driver.issuer,
      session_state: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const subject = stableUuid('agent@acme.example');
    const person = {
      sub: subject,
      preferred_username: 'agent',
      given_name: 'Scout',
      family_name: 'Finch',
      name: 'Scout Finch',
      email: 'agent@acme.example',
      email_verified: true,
    };
    expect(tokens.claims()).toMatchObject({
      ...person,
      iss: driver.issuer,
      aud: 'portico',
      azp: 'portico',
      nonce: 'nonce-1',
      sid: callback.searchParams.get('session_state'),
      auth_time: expect.any(Number),
    });
    expect(await oidc.fetchUserInfo(config, tokens.access_token, subject)).toEqual(person);
  });

  it('admits the secret in the body, and a login without PKCE', async () => {
    const config = await driver.configure('portico', oidc.ClientSecretPost('right-secret'));
    const url = new URL(await authorizationUrl(config));
    url.searchParams.delete('code_challenge');
    url.searchParams.delete('code_challenge_method');
    const browser = driver.browser();
    const page = await browser.follow(url.href);
    const { url: callback } = await browser.follow(page.url, { username: 'twin', password: 'portico-demo' });
    const tokens = await oidc.authorizationCodeGrant(config, new URL(callback), {
      ...checks,
      pkceCodeVerifier: undefined,
    });
    expect(tokens.claims()).toMatchObject({ email: 'twin@acme.example' });
  });

  it('answers userinfo by POST too', async () => {
    const { tokens } = await driver.wholeLogin();
    const response = await fetch(`${driver.issuer}/protocol/openid-connect/userinfo`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokens.access_token}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    expect(await response.json()).toMatchObject({ email: 'agent@acme.example' });
  });

  it('has people whose address is not verified, and people whom Portico does not know', async () => {
    const { tokens } = await driver.wholeLogin('unverified@acme.example');
    expect(tokens.claims()).toMatchObject({ email_verified: false });
    const stranger = await driver.wholeLogin('stranger@acme.example');
    expect(stranger.tokens.claims()).toMatchObject({ email: 'stranger@acme.example', email_verified: true });
  });

  it('fills in the login_hint, remembers the person, and asks again for prompt=login', async () => {
    const browser = driver.browser();
    const config = await driver.configure();
    const page = await browser.follow(await authorizationUrl(config, { login_hint: 'admin@acme.example' }));
    expect(await page.response.text()).toContain('value="admin@acme.example">');
    await browser.follow(page.url, { person: 'admin@acme.example' });

    const silent = new URL((await browser.follow(await authorizationUrl(config))).url);
    expect(silent.href.startsWith(redirectUri)).toBe(true);
    expect((await oidc.authorizationCodeGrant(config, silent, checks)).claims()).toMatchObject({
      email: 'admin@acme.example',
    });

    const asked = await browser.follow(await authorizationUrl(config, { prompt: 'login' }));
    expect(await asked.response.text()).toContain('Sign in as');
    const other = await browser.follow(asked.url, { person: 'agent@acme.example' });
    expect(await other.response.text()).toContain('Invalid username or password.');
    const again = await browser.follow(asked.url, { person: 'admin@acme.example' });
    const proved = await oidc.authorizationCodeGrant(config, new URL(again.url), checks);
    expect(proved.claims()).toMatchObject({ email: 'admin@acme.example' });
  });

  it('signs out an application that names its login, and forgets the person', async () => {
    const browser = driver.browser();
    const config = await driver.configure();
    const callback = await driver.signIn(config, { person: 'agent@acme.example' }, { browser });
    const tokens = await oidc.authorizationCodeGrant(config, callback, checks);
    const end = oidc.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: redirectUri,
      state: 'bye',
    });
    expect((await browser.follow(end.href)).url).toBe(`${redirectUri}?state=bye`);
    const { response } = await browser.follow(await authorizationUrl(config));
    expect(await response.text()).toContain('Sign in as');
  });
});
