import { CODES } from '@portico/contracts';
import {
  type DashboardHouse,
  startDashboardHouse,
  TENANT_ID,
  TestBrowser,
} from '../dashboard-house.fixture.js';
import { SignOutController } from './sign-out.controller.js';

describe(SignOutController.name, () => {
  let house: DashboardHouse;

  const aSignedInBrowser = async (): Promise<TestBrowser> => await house.signIn();
  const own = { 'sec-fetch-site': 'same-origin', origin: 'null' };

  beforeAll(async () => {
    house = await startDashboardHouse();
  });
  beforeEach(() => house.reset());
  afterAll(async () => await house.stop());

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example.com' }],
    ['another port of localhost', { 'sec-fetch-site': 'same-site', origin: 'http://localhost:3004' }],
    ['nowhere', {}],
  ])('A12 refuses a form from %s and keeps the session', async (_, headers: Record<string, string>) => {
    const browser = await aSignedInBrowser();
    const page = await browser.open('/sign-out', { method: 'POST', headers });
    expect(page.status).toBe(403);
    expect(page.html).toContain(CODES.cross_site_request.userText);
    expect((await browser.open('/')).html).toContain('Scout Finch');
  });

  it('B12 answers with a page that goes on by itself and by a link, never with a redirect', async () => {
    const browser = await aSignedInBrowser();
    const page = await browser.open('/sign-out', { method: 'POST', headers: own });
    expect(page.status).toBe(200);
    const [, address = ''] = /^0; url=(.*)$/.exec(page.headers.get('refresh') ?? '') ?? [];
    const { origin, pathname, searchParams } = new URL(address);
    expect(origin + pathname).toBe(`${house.broker.issuer}/logout`);
    expect(searchParams.get('id_token_hint')).toMatch(/^eyJ/);
    expect(searchParams.get('post_logout_redirect_uri')).toBe(`${house.url}/`);
    expect(page.html).toContain(`href="${address.replaceAll('&', '&amp;')}"`);
  });

  it('B14 ends the own session for good, whatever cookie comes back', async () => {
    const browser = await aSignedInBrowser();
    const cookie = browser.cookies.get('portico_dashboard') ?? '';
    await browser.open('/sign-out', { method: 'POST', headers: own });
    expect(browser.cookies.has('portico_dashboard')).toBe(false);
    browser.cookies.set('portico_dashboard', cookie);
    const page = await browser.open('/');
    expect(page.html).not.toContain('Scout Finch');
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it('A12 refuses to sign out everywhere for another site', async () => {
    const browser = await aSignedInBrowser();
    const headers = { 'sec-fetch-site': 'same-site' };
    expect((await browser.open('/sign-out/everywhere', { method: 'POST', headers })).status).toBe(403);
    expect(house.api.ended).toEqual([]);
  });

  it("ends the user's sessions in every browser with their own token, then this one", async () => {
    const browser = await aSignedInBrowser();
    const page = await browser.open('/sign-out/everywhere', { method: 'POST', headers: own });
    expect(page.status).toBe(200);
    expect(page.headers.get('refresh')).toContain(`${house.broker.issuer}/logout`);
    expect(house.api.ended).toEqual([`/v1/tenants/${TENANT_ID}/own-sessions`]);
    expect(house.api.tokens.at(-1)).toBe('Bearer access');
    expect((await browser.open('/settings/sso')).status).toBe(303);
  });

  it('asks to try again where the broker does not end them, and says nothing else', async () => {
    const browser = await aSignedInBrowser();
    house.api.status = 503;
    const page = await browser.open('/sign-out/everywhere', { method: 'POST', headers: own });
    expect(page.status).toBe(503);
    expect(page.html).toContain(CODES.try_again.userText);
    house.api.status = 200;
    expect((await browser.open('/settings/sso')).status).toBe(200);
  });

  it('signs out as ever where they have ended already', async () => {
    const browser = await aSignedInBrowser();
    house.api.status = 401;
    const page = await browser.open('/sign-out/everywhere', { method: 'POST', headers: own });
    expect(page.headers.get('refresh')).toContain(`${house.broker.issuer}/logout`);
  });

  it('goes to the start page when nobody is signed in', async () => {
    const page = await new TestBrowser(house.url).open('/sign-out', { method: 'POST', headers: own });
    expect({ status: page.status, location: page.location }).toEqual({ status: 303, location: '/' });
  });

  it('B10 takes no address to go to from the request', async () => {
    const browser = await aSignedInBrowser();
    const path = '/sign-out?returnTo=//evil.example.com&post_logout_redirect_uri=https://evil.example.com';
    const page = await browser.open(path, { method: 'POST', headers: own });
    expect(page.headers.get('refresh')).not.toContain('evil');
  });
});
