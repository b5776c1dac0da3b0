import * as oidc from 'openid-client';
import { authorizationUrl, checks, clientId, Driver, redirectUri, refusal } from '../testing/driver.js';
import { AZURE_TENANT_ID } from './azure.js';

let driver: Driver;

beforeAll(async () => {
  driver = await Driver.start('azure');
  await driver.register();
});
afterAll(() => driver.simulator.close());

describe('Azure personality: refusals', () => {
  it.each([
    ['refuseSecret', 7000215, 'Invalid client secret provided.'],
    ['secretExpired', 7000222, `The provided client secret keys for app '${clientId}' are expired.`],
  ])('answers %s with AADSTS%i', async (fault, code, text) => {
    await driver.whileOn({ [fault]: true }, async () => {
      const config = await driver.configure();
      const callback = await driver.signIn(config, { person: driver.address('agent') });
      const answer = await refusal(oidc.authorizationCodeGrant(config, callback, checks));
      expect(answer).toMatchObject({ status: 401, error: 'invalid_client' });
      expect(answer.description).toMatch(
        new RegExp(`^AADSTS${code}: .* Trace ID: .* Timestamp: \\S+ \\S+Z$`),
      );
      expect(answer.description).toContain(text);
    });
  });

  it('calls an unknown application unauthorized_client, with AADSTS700016', async () => {
    const response = await fetch(`${driver.simulator.url}/azure/${AZURE_TENANT_ID}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: 'nobody',
        client_secret: 'x',
        grant_type: 'authorization_code',
        code: 'x',
      }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: 'unauthorized_client',
      error_description: expect.stringContaining(
        "AADSTS700016: Application with identifier 'nobody' was not found",
      ),
      error_codes: [700016],
      error_uri: 'https://login.microsoftonline.com/error?code=700016',
    });
  });

  it('numbers what is wrong with a code', async () => {
    const { config, callback } = await driver.wholeLogin();
    const exchange = async (url: URL, changed: object = {}) =>
      (await refusal(oidc.authorizationCodeGrant(config, url, { ...checks, ...changed }))).description;
    expect(await exchange(callback)).toContain('AADSTS54005: OAuth2 Authorization code was already redeemed');
    const fresh = await driver.signIn(config, { person: driver.address('agent') });
    expect(await exchange(fresh, { pkceCodeVerifier: oidc.randomPKCECodeVerifier() })).toContain(
      'AADSTS501481',
    );
  });

  it('shows AADSTS50011 and AADSTS700016 on its own page', async () => {
    const wrong = `${redirectUri}/`;
    const url = await authorizationUrl(await driver.configure(), { redirect_uri: wrong });
    const text = async (address: string) => await (await driver.browser().follow(address)).response.text();
    expect(await text(url)).toContain('AADSTS50011');
    expect(await text(url)).toContain(wrong);
    expect(await text(await authorizationUrl(await driver.configure('nobody')))).toContain('AADSTS700016');
  });

  it('tells the application of declined consent (65004) and of missing assignment (50105)', async () => {
    const config = await driver.configure();
    const declined = await driver.signIn(config, { cancel: 'yes' });
    expect(declined.searchParams.get('error_description')).toContain('AADSTS65004');
    expect(declined.searchParams.has('iss')).toBe(false);
    await driver.whileOn({ accessDenied: true }, async () => {
      const refused = await driver.signIn(config, { person: driver.address('agent') });
      expect(refused.searchParams.get('error')).toBe('access_denied');
      expect(refused.searchParams.get('error_description')).toMatch(
        /AADSTS50105: .*'agent@initech\.example'/,
      );
    });
  });
});

describe('Azure personality: addresses', () => {
  it('has the directory in its issuer, endpoints beside it, and userinfo on another host', async () => {
    const directory = `${driver.simulator.url}/azure/${AZURE_TENANT_ID}`;
    expect(await driver.document()).toMatchObject({
      issuer: `${directory}/v2.0`,
      authorization_endpoint: `${directory}/oauth2/v2.0/authorize`,
      token_endpoint: `${directory}/oauth2/v2.0/token`,
      jwks_uri: `${directory}/discovery/v2.0/keys`,
      userinfo_endpoint: `${driver.otherHost}/azure/${AZURE_TENANT_ID}/oidc/userinfo`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    });
    expect(driver.otherHost).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('has a pattern for an issuer at "common", and a login there ends with the issuer of the directory', async () => {
    const common = await driver.document(`${driver.simulator.url}/azure/common/v2.0`);
    expect(common).toMatchObject({
      issuer: `${driver.simulator.url}/azure/{tenantid}/v2.0`,
      token_endpoint: `${driver.simulator.url}/azure/common/oauth2/v2.0/token`,
    });
    const config = new oidc.Configuration(
      { ...common, issuer: driver.issuer },
      clientId,
      undefined,
      oidc.ClientSecretPost('right-secret'),
    );
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out; loopback alone
    oidc.allowInsecureRequests(config);
    expect((await driver.wholeLogin(undefined, { config })).tokens.claims()).toMatchObject({
      iss: driver.issuer,
    });
  });
});

describe('Azure personality: a login', () => {
  it('names directory, object and user name in the ID token, and never says whether an address is verified', async () => {
    const { idToken, userinfo } = await driver.claimsOf();
    expect(idToken).toMatchObject({
      iss: driver.issuer,
      tid: AZURE_TENANT_ID,
      oid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      preferred_username: 'agent@initech.example',
      email: 'agent@initech.example',
      ver: '2.0',
    });
    for (const absent of ['email_verified', 'xms_edov', 'auth_time', 'acr', 'amr', 'at_hash', 'idp'])
      expect(idToken).not.toHaveProperty(absent);
    expect(Object.keys(userinfo).sort()).toEqual([
      'email',
      'family_name',
      'given_name',
      'name',
      'picture',
      'sub',
    ]);
  });

  it('gives every application another sub, and the same oid', async () => {
    await driver.put('clients/other', { clientSecret: 'right-secret', redirectUris: [redirectUri] });
    const one = (await driver.claimsOf()).idToken;
    const config = await driver.configure('other');
    const other = (await driver.wholeLogin(undefined, { config })).tokens.claims();
    expect(other?.oid).toBe(one.oid);
    expect(other?.sub).not.toBe(one.sub);
  });

  it('has accounts without a mailbox, and guests of another directory', async () => {
    const { idToken, userinfo } = await driver.claimsOf(driver.address('nomailbox'));
    expect(idToken.preferred_username).toBe('nomailbox@initech.example');
    expect(idToken).not.toHaveProperty('email');
    expect(userinfo).not.toHaveProperty('email');
    expect((await driver.claimsOf('guest@partner.example')).idToken).toMatchObject({
      email: 'guest@partner.example',
      idp: expect.stringContaining('https://sts.windows.net/'),
    });
  });

  it('has the optional claims that the admin adds', async () => {
    await driver.whileOn({ edovClaim: true, authTimeClaim: true }, async () => {
      expect((await driver.claimsOf()).idToken).toMatchObject({
        xms_edov: true,
        auth_time: expect.any(Number),
      });
      expect((await driver.claimsOf(driver.address('nomailbox'))).idToken).not.toHaveProperty('xms_edov');
    });
  });

  it('offers all accounts for prompt=select_account', async () => {
    const browser = driver.browser();
    await driver.wholeLogin(undefined, { browser });
    const url = await authorizationUrl(await driver.configure(), { prompt: 'select_account' });
    const page = await browser.follow(url);
    expect(await page.response.text()).toContain('admin@initech.example');
    const { url: back } = await browser.follow(page.url, { person: driver.address('agent') });
    expect(back.startsWith(redirectUri)).toBe(true);
  });
});
