import * as oidc from 'openid-client';
import { authorizationUrl, clientId, Driver, refusal } from '../testing/driver.js';

let driver: Driver;

beforeAll(async () => {
  driver = await Driver.start('onelogin');
});
beforeEach(() => driver.register());
afterAll(() => driver.simulator.close());

const inHeader = oidc.ClientSecretBasic('right-secret');
const inBody = oidc.ClientSecretPost('right-secret');

describe('OneLogin personality: refusals', () => {
  it.each([
    ['basic', inBody, 'client_secret must be provided in the Authorization header'],
    ['post', inHeader, 'client_secret must be provided in the body'],
  ])(
    'refuses the secret in the wrong place of an app that is set to %s',
    async (tokenAuth, wrong, description) => {
      await driver.register({ tokenAuth });
      const config = await driver.configure(clientId, wrong);
      expect(await refusal(driver.wholeLogin(undefined, { config }))).toMatchObject({
        status: 400,
        error: 'invalid_request',
        description,
      });
      const right = await driver.configure(clientId, tokenAuth === 'basic' ? inHeader : inBody);
      expect((await driver.wholeLogin(undefined, { config: right })).tokens.claims()).toBeDefined();
    },
  );

  it('wants Basic unless the admin has chosen', async () => {
    const config = await driver.configure(clientId, inBody);
    expect(await refusal(driver.wholeLogin(undefined, { config }))).toMatchObject({
      error: 'invalid_request',
    });
  });
});

describe('OneLogin personality: a login', () => {
  it('has an issuer that ends in /oidc/2, and its endpoints below', async () => {
    const document = await driver.document();
    expect(document).toMatchObject({
      issuer: `${driver.simulator.url}/onelogin/oidc/2`,
      authorization_endpoint: `${driver.issuer}/auth`,
      token_endpoint: `${driver.issuer}/token`,
      userinfo_endpoint: `${driver.issuer}/me`,
      jwks_uri: `${driver.issuer}/certs`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      acr_values_supported: ['onelogin:nist:level:1:re-auth'],
    });
  });

  it('never says whether an address is verified', async () => {
    const { idToken, userinfo } = await driver.claimsOf();
    for (const claims of [idToken, userinfo]) {
      expect(claims).toMatchObject({
        email: 'agent@initech.example',
        preferred_username: 'agent@initech.example',
      });
      expect(claims).not.toHaveProperty('email_verified');
    }
    expect(idToken.sub).toMatch(/^\d{8}$/);
  });

  it('asks again whenever re-authentication is asked for by acr_values', async () => {
    const browser = driver.browser();
    const acr_values = 'onelogin:nist:level:1:re-auth';
    for (let round = 0; round < 2; round += 1) {
      const { tokens } = await driver.wholeLogin(undefined, { browser, extra: { acr_values } });
      expect(tokens.claims()).toMatchObject({ acr: acr_values });
    }
    const { response } = await browser.follow(
      await authorizationUrl(await driver.configure(), { acr_values }),
    );
    expect(await response.text()).toContain('the application asks you to prove it again');
  });

  it('says when somebody signed in if it is asked to', async () => {
    expect((await driver.claimsOf()).idToken).not.toHaveProperty('auth_time');
    expect((await driver.claimsOf(undefined, { max_age: '60' })).idToken.auth_time).toEqual(
      expect.any(Number),
    );
  });
});
