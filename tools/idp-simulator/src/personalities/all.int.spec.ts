import * as oidc from 'openid-client';
import type { PersonalityName } from '../personality.js';
import { PERSONALITY_NAMES } from '../personality.js';
import { startSimulator, type Simulator } from '../start-simulator.js';
import { authorizationUrl, checks, clientId, Driver, redirectUri, refusal } from '../testing/driver.js';

let simulator: Simulator;
const drivers = new Map<PersonalityName, Driver>();
const at = (name: PersonalityName) => drivers.get(name)!;

beforeAll(async () => {
  simulator = await startSimulator({ port: 0 });
  for (const name of PERSONALITY_NAMES) drivers.set(name, Driver.at(simulator, name));
  for (const driver of drivers.values()) await driver.register();
});
afterAll(() => simulator.close());

/** What each provider calls the same mistakes; the texts are in the specs of the personalities. */
const REFUSALS: Record<PersonalityName, { secret: object; code: object }> = {
  keycloak: { secret: { status: 401, error: 'unauthorized_client' }, code: { error: 'invalid_grant' } },
  okta: { secret: { status: 401, error: 'invalid_client' }, code: { error: 'invalid_grant' } },
  onelogin: { secret: { status: 401, error: 'invalid_client' }, code: { error: 'invalid_grant' } },
  azure: { secret: { status: 401, error: 'invalid_client' }, code: { error: 'invalid_grant' } },
  google: { secret: { status: 401, error: 'invalid_client' }, code: { error: 'invalid_grant' } },
  oidc: { secret: { status: 401, error: 'invalid_client' }, code: { error: 'invalid_grant' } },
};

describe.each(PERSONALITY_NAMES)('%s', (name) => {
  it('refuses an unknown client and a wrong redirect URI on a page, without a redirect', async () => {
    const driver = at(name);
    for (const [config, extra] of [
      [await driver.configure('nobody'), {}],
      [await driver.configure(), { redirect_uri: 'http://localhost:3001/elsewhere' }],
    ] as const) {
      const { response, url } = await driver.browser().follow(await authorizationUrl(config, extra));
      expect(response.status).toBe(400);
      expect(url.startsWith(simulator.url)).toBe(true);
    }
  });

  it('refuses a wrong secret and a code that was used', async () => {
    const driver = at(name);
    const wrong = await driver.configure(clientId, oidc.ClientSecretBasic('wrong'));
    expect(await refusal(driver.wholeLogin(undefined, { config: wrong }))).toMatchObject(
      REFUSALS[name].secret,
    );
    const { config, callback } = await driver.wholeLogin();
    expect(await refusal(oidc.authorizationCodeGrant(config, callback, checks))).toMatchObject({
      status: 400,
      ...REFUSALS[name].code,
    });
  });

  it('tells the application when somebody cancels', async () => {
    const driver = at(name);
    const callback = await driver.signIn(await driver.configure(), { cancel: 'yes' });
    expect(callback.searchParams.get('error')).toBe('access_denied');
    expect(callback.searchParams.get('state')).toBe(checks.expectedState);
  });

  it('signs its admin, agent and stranger in, each with a subject that stays', async () => {
    const driver = at(name);
    const subjects = [];
    for (const role of ['admin', 'agent', 'stranger', 'agent']) {
      const { tokens } = await driver.wholeLogin(driver.address(role));
      expect(tokens.claims()).toMatchObject({
        iss: driver.issuer,
        aud: clientId,
        nonce: checks.expectedNonce,
      });
      subjects.push(tokens.claims()?.sub);
    }
    expect(new Set(subjects).size).toBe(3);
    expect(subjects[3]).toBe(subjects[1]);
  });

  it('fills in the login_hint, remembers the person, and asks again for prompt=login', async () => {
    const driver = at(name);
    const browser = driver.browser();
    const config = await driver.configure();
    const admin = driver.address('admin');
    const page = await browser.follow(await authorizationUrl(config, { login_hint: admin }));
    expect(await page.response.text()).toContain(`value="${admin}">`);
    await browser.follow(page.url, { person: admin });
    expect((await browser.follow(await authorizationUrl(config))).url.startsWith(redirectUri)).toBe(true);
    const again = await browser.follow(await authorizationUrl(config, { prompt: 'login' }));
    expect(await again.response.text()).toContain('the application asks you to prove it again');
    expect((await browser.follow(again.url, { person: admin })).url.startsWith(redirectUri)).toBe(true);
  });

  it('shows everybody on its login page, and the title', async () => {
    const driver = at(name);
    const page = await driver.browser().follow(await authorizationUrl(await driver.configure()));
    const text = await page.response.text();
    for (const role of ['admin', 'agent', 'stranger']) expect(text).toContain(driver.address(role));
  });
});
