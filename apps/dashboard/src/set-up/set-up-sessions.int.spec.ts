import { Database } from '@portico/service-kit';
import {
  type DashboardHouse,
  type Page,
  SET_UP_SESSION,
  startDashboardHouse,
  TENANT_ID,
  TestBrowser,
} from '../dashboard-house.fixture.js';
import { SetUpSessionsController } from './set-up-sessions.controller.js';

const TOKEN = 'q8m1w0Zr5oYw3cX9bJ2kT7vN4sL6hD1fG0aE8uI5pRt';
const COOKIE = 'portico_set_up';
const json = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
const CONNECTION = `/api/sso-config/v1/tenants/${TENANT_ID}/connections/${SET_UP_SESSION.connection.id}`;

describe(SetUpSessionsController.name, () => {
  let house: DashboardHouse;

  const open = async (browser: TestBrowser, token = TOKEN, headers = json): Promise<Page> =>
    await browser.open('/api/set-up-sessions', { method: 'POST', headers, body: JSON.stringify({ token }) });
  const aBrowserOfTheLink = async (browser = new TestBrowser(house.url)): Promise<TestBrowser> => {
    house.api.links.add(TOKEN);
    await open(browser);
    return browser;
  };
  const codeOf = ({ html }: Page): unknown => (JSON.parse(html) as { code: string }).code;

  beforeAll(async () => {
    house = await startDashboardHouse();
  });
  beforeEach(() => {
    house.reset();
    house.api.links.add(TOKEN);
  });
  afterAll(async () => await house.stop());

  it('A12 refuses another site, and the link stays good', async () => {
    const page = await open(new TestBrowser(house.url), TOKEN, { ...json, 'sec-fetch-site': 'cross-site' });
    expect({ status: page.status, code: codeOf(page) }).toEqual({ status: 403, code: 'cross_site_request' });
    expect(house.api.links.has(TOKEN)).toBe(true);
  });

  it('refuses a link that was opened before, and what is none', async () => {
    await open(new TestBrowser(house.url));
    const again = await open(new TestBrowser(house.url));
    expect({ status: again.status, code: codeOf(again) }).toEqual({
      status: 400,
      code: 'set_up_link_invalid',
    });
    expect(codeOf(await open(new TestBrowser(house.url), 'short'))).toBe('request_invalid');
  });

  it('is opened by nobody who only looks at the page of the link', async () => {
    const browser = new TestBrowser(house.url);
    const page = await browser.open(`/set-up/${TOKEN}`);
    expect(page.status).toBe(200);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(house.api.links.has(TOKEN)).toBe(true);
  });

  it('B09 keeps the token of the link on the server', async () => {
    const browser = new TestBrowser(house.url);
    const page = await open(browser);
    expect({ status: page.status, html: page.html }).toEqual({ status: 204, html: '' });
    expect(browser.setCookies.at(-1)).toMatch(
      /^portico_set_up=[\w-]{43}; Max-Age=3[56]\d\d; Path=\/; .*HttpOnly; SameSite=Lax$/,
    );
    const rows = await house.app
      .get(Database)
      .acrossTenants((tx) => tx.query('SELECT * FROM dashboard_session'));
    expect(JSON.stringify(rows)).not.toMatch(/set-up\.secret|okta/i);
  });

  it('says what it was opened for, and nothing of the token', async () => {
    const { html } = await (await aBrowserOfTheLink()).open('/api/session');
    const { accessToken: _, ...setUp } = SET_UP_SESSION;
    expect(JSON.parse(html)).toMatchObject({ user: null, tenant: null, setUp });
    expect(html).not.toContain('set-up.secret');
  });

  it.each([
    ['the connection itself', CONNECTION],
    ['what is below it', `${CONNECTION}/revisions`],
    ['its tests', CONNECTION.replace('sso-config', 'broker') + '/tests'],
  ])('goes on to %s with the token of the link', async (_, path) => {
    expect((await (await aBrowserOfTheLink()).open(path)).status).toBe(200);
    expect(house.api.tokens.at(-1)).toBe('Bearer set-up.secret');
  });

  it.each([
    ['another connection', CONNECTION.replace(/3$/, '4')],
    ['one whose id only begins like it', `${CONNECTION}0`],
    ['another connection, by dots', `${CONNECTION}/../0199d5a0-0000-7000-8000-000000000004`],
    ['the company', `/api/sso-config/v1/tenants/${TENANT_ID}`],
    ['users', `/api/identity/v1/tenants/${TENANT_ID}/users`],
  ])('goes not on to %s', async (_, path) => {
    const page = await (await aBrowserOfTheLink()).open(path);
    expect({ status: page.status, code: codeOf(page) }).toEqual({ status: 404, code: 'not_found' });
    expect(house.api.requests).toEqual([]);
  });

  it('is no sign-in, and a sign-in is none of it', async () => {
    const browser = await aBrowserOfTheLink();
    const stolen = new TestBrowser(house.url);
    stolen.cookies.set('portico_dashboard', browser.cookies.get(COOKIE) ?? '');
    expect((await stolen.open(CONNECTION)).status).toBe(401);
    const user = await house.signIn();
    const other = new TestBrowser(house.url);
    other.cookies.set(COOKIE, user.cookies.get('portico_dashboard') ?? '');
    expect((await other.open(CONNECTION)).status).toBe(401);
  });

  it('lets the page of its connection be loaded', async () => {
    expect((await (await aBrowserOfTheLink()).open('/settings/sso/x')).status).toBe(200);
  });

  it('is over when a service takes its token no longer: the link was withdrawn', async () => {
    const browser = await aBrowserOfTheLink();
    house.api.status = 401;
    expect((await browser.open(CONNECTION)).status).toBe(401);
    house.api.status = 200;
    expect((await browser.open(CONNECTION)).status).toBe(401);
    expect(JSON.parse((await browser.open('/api/session')).html)).toMatchObject({ setUp: null });
  });

  it('ends where its user says that the work is done', async () => {
    const browser = await aBrowserOfTheLink();
    const cookie = browser.cookies.get(COOKIE) ?? '';
    await browser.open('/api/set-up-sessions', { method: 'DELETE', headers: json });
    expect(browser.cookies.has(COOKIE)).toBe(false);
    browser.cookies.set(COOKIE, cookie);
    expect((await browser.open(CONNECTION)).status).toBe(401);
  });

  it.each([
    ['an administrator’s own rights', 'tenant_admin', 'Bearer access'],
    ['the link, for a member', 'member', 'Bearer set-up.secret'],
  ])('leaves to whoever is signed in besides %s', async (_, role, bearer) => {
    house.broker.person = { ...house.broker.person, roles: [role] };
    await (await aBrowserOfTheLink(await house.signIn())).open(CONNECTION);
    expect(house.api.tokens.at(-1)).toBe(bearer);
  });
});
