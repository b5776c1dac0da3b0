import { CODES } from '@portico/contracts';
import { sealCookie } from '@portico/secrets';
import { Database } from '@portico/service-kit';
import {
  type DashboardHouse,
  type Page,
  startDashboardHouse,
  TestBrowser,
} from '../dashboard-house.fixture.js';
import { SignInController } from './sign-in.controller.js';

const PENDING = 'portico_dashboard_sign_in_';

describe(SignInController.name, () => {
  let house: DashboardHouse;

  const aBrowser = (): TestBrowser => new TestBrowser(house.url);
  /** Begins a sign-in and comes back from the broker, up to the callback's address. */
  const begin = async (browser: TestBrowser): Promise<string> => {
    const { location } = await browser.open('/sign-in');
    return `/sign-in/callback?${house.broker.authorize(location).toString()}`;
  };
  const signIn = async (browser: TestBrowser): Promise<Page> => await browser.open(await begin(browser));
  const pendingOf = ({ cookies }: TestBrowser): string[] =>
    [...cookies.keys()].filter((name) => name.startsWith(PENDING));
  const rows = async (): Promise<object[]> =>
    await house.app
      .get(Database)
      .acrossTenants((tx) => tx.query('SELECT * FROM dashboard_session ORDER BY created_at DESC'));

  beforeAll(async () => {
    house = await startDashboardHouse();
  });
  beforeEach(() => house.reset());
  afterAll(async () => await house.stop());

  it('P02 refuses an answer in a browser that did not begin the sign-in, and the right one still finishes', async () => {
    const [victim, attacker] = [aBrowser(), aBrowser()];
    const callback = await begin(attacker);
    const page = await victim.open(callback);
    expect(page.status).toBe(400);
    expect(page.html).toContain('started in another browser');
    expect(page.html).toContain('Start again');
    expect(victim.cookies.has('portico_dashboard')).toBe(false);
    expect(house.broker.requests.token).toHaveLength(0);
    expect((await attacker.open(callback)).status).toBe(303);
  });

  it.each([
    ['without a state', (query: URLSearchParams) => query.delete('state')],
    ['with another state', (query: URLSearchParams) => query.set('state', 'x'.repeat(43))],
    ['with two states', (query: URLSearchParams) => query.append('state', 'x'.repeat(43))],
    [
      'with a state that only begins like ours',
      (query: URLSearchParams) => query.set('state', `${query.get('state')?.slice(0, 8)}x`),
    ],
  ])('P01 refuses an answer %s before any token request', async (_, change) => {
    const browser = aBrowser();
    const [path, text] = (await begin(browser)).split('?');
    const query = new URLSearchParams(text);
    change(query);
    const page = await browser.open(`${path}?${query.toString()}`);
    expect(page.status).toBeGreaterThanOrEqual(400);
    expect(house.broker.requests.token).toHaveLength(0);
    expect(browser.cookies.has('portico_dashboard')).toBe(false);
  });

  it('B09 refuses a sign-in cookie with one changed character', async () => {
    const browser = aBrowser();
    const callback = await begin(browser);
    const [name = ''] = pendingOf(browser);
    const value = browser.cookies.get(name) ?? '';
    browser.cookies.set(name, `${value.slice(0, -10)}${value.at(-10) === 'A' ? 'B' : 'A'}${value.slice(-9)}`);
    expect((await browser.open(callback)).status).toBe(400);
  });

  it('B16 refuses the cookie of another sign-in, and one that was sealed for something else', async () => {
    const browser = aBrowser();
    const first = await begin(browser);
    const [firstName = ''] = pendingOf(browser);
    await begin(browser);
    const [secondName = ''] = pendingOf(browser).filter((name) => name !== firstName);
    browser.cookies.set(firstName, browser.cookies.get(secondName) ?? '');
    expect((await browser.open(first)).status).toBe(400);
    const pending = { state: 's', nonce: 'n', verifier: 'v' };
    const sealed = await sealCookie(
      house.environment.PORTICO_COOKIE_KEYS,
      'dashboard-session:x',
      pending,
      60,
    );
    browser.cookies.set(secondName, sealed);
    const state = secondName.slice(PENDING.length).padEnd(43, 'x');
    expect((await browser.open(`/sign-in/callback?code=c&state=${state}`)).status).toBe(400);
    expect(house.broker.requests.token).toHaveLength(0);
  });

  it.each([
    ['P07', 'another nonce', { nonce: 'other' }],
    ['P16', 'another issuer', { iss: 'https://evil.example.com' }],
    ['P17', 'another audience', { aud: 'phone' }],
    ['P18', 'a time that is over', { exp: Math.floor(Date.now() / 1000) - 120 }],
    ['M02', 'no tenant', { tenant_id: undefined }],
  ])('%s refuses an ID token with %s', async (_id, _what, claims) => {
    house.broker.draft = (honest) => ({ ...honest, claims: { ...honest.claims, ...claims } });
    const browser = aBrowser();
    expect((await signIn(browser)).status).toBe(500);
    expect(browser.cookies.has('portico_dashboard')).toBe(false);
  });

  it('P09 refuses an ID token with a bad signature', async () => {
    const sign = house.broker.sign;
    house.broker.sign = async (draft) =>
      `${(await sign(draft)).split('.').slice(0, 2).join('.')}.${'A'.repeat(86)}`;
    expect((await signIn(aBrowser())).status).toBe(500);
  });

  it('P12 refuses an ID token that is signed with another algorithm', async () => {
    house.broker.lies.jwks = (honest) => honest;
    house.broker.sign = ({ header, claims }) => house.broker.keys.sign(header, claims);
    expect((await signIn(aBrowser())).status).toBe(500);
  });

  it('P24 says what happened when the broker answers with an error, without repeating its text', async () => {
    const browser = aBrowser();
    const { searchParams } = new URL((await browser.open('/sign-in')).location);
    const error = new URLSearchParams({
      error: 'access_denied',
      error_description: '<script>alert(1)</script>',
      state: searchParams.get('state') ?? '',
      iss: house.broker.issuer,
    });
    const page = await browser.open(`/sign-in/callback?${error.toString()}`);
    expect(page.status).toBe(403);
    expect(page.html).toContain(CODES.sign_in_refused.userText);
    expect(page.html).toContain('href="/sign-in">Start again');
    expect(page.html).not.toContain('alert(1)');
  });

  it('B15 answers a reloaded callback with a page that offers to start again', async () => {
    const browser = aBrowser();
    const callback = await begin(browser);
    await browser.open(callback);
    const page = await browser.open(callback);
    expect(page.status).toBe(400);
    expect(page.html).toContain('Start again');
    expect(house.broker.requests.token).toHaveLength(1);
  });

  it('says "start again" when the code has expired at the broker', async () => {
    house.broker.lies.token = (honest) => ({ ...honest, status: 400, body: { error: 'invalid_grant' } });
    const page = await signIn(aBrowser());
    expect(page.status).toBe(400);
    expect(page.html).toContain('took too long');
  });

  it('B15 lets two tabs finish two sign-ins', async () => {
    const browser = aBrowser();
    const [first, second] = [await begin(browser), await begin(browser)];
    expect((await browser.open(first)).location).toBe('/');
    expect((await browser.open(second)).location).toBe('/');
  });

  it('B05 never takes over a session id that the browser brought, and ends the session before', async () => {
    const browser = aBrowser();
    const fixed = 'A'.repeat(43);
    browser.cookies.set('portico_dashboard', fixed);
    await signIn(browser);
    const first = browser.cookies.get('portico_dashboard') ?? '';
    expect(first).not.toBe(fixed);
    const before = (await rows()).length;
    await signIn(browser);
    expect(browser.cookies.get('portico_dashboard')).not.toBe(first);
    expect(await rows()).toHaveLength(before);
    const other = aBrowser();
    other.cookies.set('portico_dashboard', first);
    expect((await other.open('/')).html).toContain('href="/sign-in">Sign in');
  });

  it('B09 keeps tokens and claims on the server', async () => {
    const browser = aBrowser();
    await signIn(browser);
    const cookie = browser.setCookies.find((header) => header.startsWith('portico_dashboard='));
    expect(cookie).toMatch(/^portico_dashboard=[\w-]{43}; Max-Age=28800; Path=\/; .*HttpOnly; SameSite=Lax$/);
    const [row] = await rows();
    const text = JSON.stringify(row);
    expect(text).not.toContain(browser.cookies.get('portico_dashboard'));
    expect(text).not.toContain('scout');
    expect(pendingOf(browser)).toEqual([]);
  });

  it('comes back to the page that was asked for', async () => {
    const browser = aBrowser();
    const { location } = await browser.open('/settings/sso/a?step=2');
    const { location: away } = await browser.open(location);
    const query = house.broker.authorize(away).toString();
    expect((await browser.open(`/sign-in/callback?${query}`)).location).toBe('/settings/sso/a?step=2');
  });

  it.each(['//evil.example.com', '/%5Cevil.example.com', 'https://evil.example.com', '/sign-out'])(
    'B10 comes back to the start page when it is told to go to %s',
    async (path) => {
      const browser = aBrowser();
      const { location } = await browser.open(`/sign-in?return=${path}`);
      const query = house.broker.authorize(location).toString();
      expect((await browser.open(`/sign-in/callback?${query}`)).location).toBe('/');
    },
  );

  it('P16 refuses a start from elsewhere that names another issuer', async () => {
    const browser = aBrowser();
    const page = await browser.open('/sign-in?iss=https://evil.example.com&login_hint=scout');
    expect(page.status).toBe(404);
    expect(page.html).toContain(CODES.start_link_invalid.userText);
    expect(browser.setCookies).toEqual([]);
  });

  it('starts from elsewhere, with the hint and the target of ours', async () => {
    const browser = aBrowser();
    const start = new URLSearchParams({
      iss: house.broker.issuer,
      login_hint: 'scout@acme.example',
      target_link_uri: `${house.url}/settings/users`,
    });
    const { location } = await browser.open(`/sign-in?${start.toString()}`);
    expect(new URL(location).searchParams.get('login_hint')).toBe('scout@acme.example');
    const query = house.broker.authorize(location).toString();
    expect((await browser.open(`/sign-in/callback?${query}`)).location).toBe('/settings/users');
  });

  it('asks for the API and proves itself with its secret and PKCE', async () => {
    const browser = aBrowser();
    const { location } = await browser.open('/sign-in');
    expect(Object.fromEntries(new URL(location).searchParams)).toMatchObject({
      client_id: 'dashboard',
      redirect_uri: `${house.url}/sign-in/callback`,
      response_type: 'code',
      scope:
        'openid profile email tenants:read sso:read sso:write sso:mend sso:support users:read users:write sessions:read sessions:write',
      resource: 'urn:portico:api',
      code_challenge_method: 'S256',
    });
    await browser.open(`/sign-in/callback?${house.broker.authorize(location).toString()}`);
    const [token] = house.broker.requests.token;
    expect(token?.headers['authorization']).toMatch(/^Basic /);
    expect(Object.fromEntries(new URLSearchParams(token?.body))).toMatchObject({
      grant_type: 'authorization_code',
      resource: 'urn:portico:api',
    });
  });
});
