import * as oidc from 'openid-client';
import { authorizationUrl, checks, Driver, redirectUri, refusal } from '../testing/driver.js';

let driver: Driver;

beforeAll(async () => {
  driver = await Driver.start('google');
  await driver.register();
});
afterAll(() => driver.simulator.close());

describe('Google personality: refusals', () => {
  it('says Unauthorized to a wrong secret', async () => {
    const config = await driver.configure('portico', oidc.ClientSecretBasic('wrong'));
    expect(await refusal(driver.wholeLogin(undefined, { config }))).toMatchObject({
      status: 401,
      error: 'invalid_client',
      description: 'Unauthorized',
    });
  });

  it('names redirect_uri_mismatch and the unknown client on its own page', async () => {
    const text = async (url: string) => await (await driver.browser().follow(url)).response.text();
    const mismatch = await authorizationUrl(await driver.configure(), { redirect_uri: `${redirectUri}/` });
    expect(await text(mismatch)).toContain('Error 400: redirect_uri_mismatch');
    expect(await text(await authorizationUrl(await driver.configure('nobody')))).toContain(
      'The OAuth client was not found.',
    );
  });
});

describe('Google personality: a login', () => {
  it('has token endpoint, userinfo and keys on another host than the issuer', async () => {
    const document = await driver.document();
    expect(document).toMatchObject({
      issuer: `${driver.simulator.url}/google`,
      authorization_endpoint: `${driver.issuer}/o/oauth2/v2/auth`,
      token_endpoint: `${driver.otherHost}/google/token`,
      userinfo_endpoint: `${driver.otherHost}/google/v1/userinfo`,
      jwks_uri: `${driver.otherHost}/google/oauth2/v3/certs`,
      authorization_response_iss_parameter_supported: true,
    });
    expect(document).not.toHaveProperty('end_session_endpoint');
    for (const path of ['token', 'v1/userinfo', 'oauth2/v3/certs'])
      expect((await fetch(`${driver.issuer}/${path}`)).status).toBe(404);
  });

  it('has verified addresses, and hd for people of the Workspace alone', async () => {
    const { idToken, userinfo } = await driver.claimsOf();
    for (const claims of [idToken, userinfo])
      expect(claims).toMatchObject({
        email: 'agent@hooli.example',
        email_verified: true,
        hd: 'hooli.example',
      });
    expect(idToken.sub).toMatch(/^1\d{20}$/);
    const personal = await driver.claimsOf(driver.address('personal'));
    expect(personal.idToken).toMatchObject({ email: 'personal@hooli.example', email_verified: true });
    expect(personal.idToken).not.toHaveProperty('hd');
  });

  it('names itself with or without a scheme, as Google documents', async () => {
    await driver.whileOn({ bareIssuer: true }, async () => {
      expect((await refusal(driver.wholeLogin())).why).toContain('"iss"');
    });
    expect((await driver.claimsOf()).idToken.iss).toBe(driver.issuer);
  });

  it('proves nothing by auth_time or acr, whatever is asked', async () => {
    const callback = await driver.signIn(
      await driver.configure(),
      { person: driver.address('agent') },
      { extra: { max_age: '60', prompt: 'login', acr_values: 'x' } },
    );
    const tokens = await oidc.authorizationCodeGrant(await driver.configure(), callback, checks);
    expect(tokens.claims()).not.toHaveProperty('auth_time');
    expect(tokens.claims()).not.toHaveProperty('acr');
  });

  it('tells which account answered beside the code', async () => {
    const { callback } = await driver.wholeLogin();
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({
      iss: driver.issuer,
      authuser: '0',
      hd: 'hooli.example',
      scope: 'openid profile email',
    });
  });
});
