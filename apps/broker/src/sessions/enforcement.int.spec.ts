import { jest } from '@jest/globals';
import type { ConnectionSettings } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { type BrokerHouse, CODE_VERIFIER, REDIRECT_URI, startBrokerHouse } from '../broker-house.fixture.js';
import type { PageBrowser } from '../page-browser.fixture.js';

jest.setTimeout(60_000);

const password = 'mockingbird-1960';
const enforced = {
  id: newId(),
  provider: 'okta',
  mode: 'enforced',
  issuer: 'https://idp.example.com',
  clientId: 'portico',
} as ConnectionSettings;

let house: BrokerHouse;
beforeAll(async () => {
  house = await startBrokerHouse();
});
afterAll(async () => {
  await house.stop();
});

/** Where the broker sends the browser; null where it answers itself. */
const sentOn = async (browser: PageBrowser, path: string): Promise<URL | null> => {
  const { headers } = await browser.get(path);
  const location = headers.get('location');
  return location === null ? null : new URL(location, 'http://localhost');
};

/** A browser that a password has just signed in, with the code for its application. */
const signIn = async () => {
  const tenant = await house.addTenant();
  const email = `scout-${newId()}@example.com`;
  house.people.add(tenant.tenantId, email, password);
  const { browser, path } = await house.openLogin();
  const { headers } = await browser.post(`${path}/password`, { email, password });
  const onward = new URL(headers.get('refresh')?.split('url=')[1] ?? '');
  const back = await sentOn(browser, `${onward.pathname}${onward.search}`);
  return { tenant, browser, code: back?.searchParams.get('code') ?? '' };
};

const redeem = async (browser: PageBrowser, code: string): Promise<Record<string, string>> => {
  const { html } = await browser.post('/oauth2/token', {
    grant_type: 'authorization_code',
    client_id: 'phone',
    redirect_uri: REDIRECT_URI,
    code_verifier: CODE_VERIFIER,
    code,
  });
  return JSON.parse(html) as Record<string, string>;
};

const userinfo = async (browser: PageBrowser, token = ''): Promise<number> =>
  (await browser.post('/oauth2/userInfo', { access_token: token })).status;

describe('single sign-on that becomes enforced', () => {
  it('E01 redeems no code that a password has begun', async () => {
    const { tenant, browser, code } = await signIn();
    await house.change(tenant, { connections: [enforced] });
    expect(await redeem(browser, code)).toMatchObject({ error: 'invalid_grant' });
  });

  it('E01 answers to no token that a password has begun', async () => {
    const { tenant, browser, code } = await signIn();
    const { access_token: token } = await redeem(browser, code);
    expect(await userinfo(browser, token)).toBe(200);
    await house.change(tenant, { connections: [enforced] });
    expect(await userinfo(browser, token)).toBe(401);
  });

  it('E01 keeps no session that a password has begun', async () => {
    const { tenant, browser } = await signIn();
    await house.change(tenant, { connections: [enforced] });
    expect((await house.openLogin(browser)).path).toMatch(/^\/login\//);
  });

  it('leaves all of them as they are while the connection is merely enabled', async () => {
    const { tenant, browser, code } = await signIn();
    await house.change(tenant, { connections: [{ ...enforced, mode: 'enabled' }] });
    const { access_token: token } = await redeem(browser, code);
    expect(await userinfo(browser, token)).toBe(200);
    expect((await house.openLogin(browser)).path).toBe(new URL(REDIRECT_URI).pathname);
  });
});
