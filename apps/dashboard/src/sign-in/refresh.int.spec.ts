import { setTimeout as sleep } from 'node:timers/promises';
import type { HostileRequest } from '@portico/testing';
import {
  type DashboardHouse,
  startDashboardHouse,
  TENANT_ID,
  type TestBrowser,
} from '../dashboard-house.fixture.js';
import { RefreshSession } from './refresh-session.js';
import { UseSession } from './use-session.js';

describe(RefreshSession.name, () => {
  let house: DashboardHouse;

  /** The access tokens of the broker are over after so many seconds from now on. */
  const issueTokensFor = (seconds: number): void => {
    house.broker.lies.token = (honest) => ({
      ...honest,
      body: 'error' in honest.body ? honest.body : { ...honest.body, expires_in: seconds },
    });
  };
  const aBrowserAtTheEndOfItsToken = async (seconds = 1): Promise<TestBrowser> => {
    issueTokensFor(seconds);
    const browser = await house.signIn();
    issueTokensFor(300);
    return browser;
  };
  const refreshes = (): HostileRequest[] =>
    house.broker.requests.token.filter(({ body }) => body.includes('grant_type=refresh_token'));
  const sessionOf = async (browser: TestBrowser): Promise<number> =>
    (await browser.open(`/api/identity/v1/tenants/${TENANT_ID}/users`)).status;

  beforeAll(async () => {
    house = await startDashboardHouse();
  });
  beforeEach(() => house.reset());
  afterAll(async () => await house.stop());

  it('ends the session where the broker refuses', async () => {
    const browser = await aBrowserAtTheEndOfItsToken();
    house.broker.refreshTokens?.clear();
    expect(await sessionOf(browser)).toBe(401);
    expect((await browser.open('/settings/sso')).location).toBe('/sign-in?return=%2Fsettings%2Fsso');
  });

  it('ends the session where the new tokens are of somebody else', async () => {
    const browser = await aBrowserAtTheEndOfItsToken();
    house.broker.person = { ...house.broker.person, sub: 'boo' };
    expect(await sessionOf(browser)).toBe(401);
    expect(house.api.tokens).toHaveLength(1);
  });

  it.each([
    ['does not answer', { status: 502, headers: {}, body: 'Bad gateway' }],
    ['says so', { status: 503, headers: {}, body: { error: 'temporarily_unavailable' } }],
  ])('asks to try again while the broker %s, and the session stays', async (_, reply) => {
    const browser = await aBrowserAtTheEndOfItsToken();
    house.broker.lies.token = (honest) => ({
      ...honest,
      ...reply,
      headers: { ...honest.headers, ...reply.headers },
    });
    await sleep(1000);
    const { status, headers, html } = await browser.open('/api/session');
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('5');
    expect(JSON.parse(html)).toMatchObject({ code: 'try_again' });
    expect((await browser.open('/settings/sso')).status).toBe(200);
  });

  it('goes on with a token that is not over yet while the broker is away', async () => {
    const browser = await aBrowserAtTheEndOfItsToken(20);
    house.broker.lies.token = (honest) => ({ ...honest, status: 502, body: 'Bad gateway' });
    expect(await sessionOf(browser)).toBe(200);
  });

  it('refreshes once, however many requests come at once and to whichever replica', async () => {
    const replica = await house.startReplica();
    const browser = await aBrowserAtTheEndOfItsToken();
    const cookie = browser.cookies.get('portico_dashboard');
    const uses = await Promise.all(
      Array.from({ length: 20 }, async (_, at) =>
        at % 2
          ? await sessionOf(browser)
          : await replica
              .get(UseSession)
              .run(cookie)
              .then(() => 200),
      ),
    );
    expect(new Set(uses)).toEqual(new Set([200]));
    expect(refreshes()).toHaveLength(1);
    expect(await sessionOf(browser)).toBe(200);
    expect(refreshes()).toHaveLength(1);
  });

  it('leaves a token alone that lasts', async () => {
    const browser = await house.signIn();
    await sessionOf(browser);
    expect(refreshes()).toEqual([]);
  });

  it('says who the user is now, and proves itself as at the sign-in', async () => {
    const browser = await aBrowserAtTheEndOfItsToken();
    house.broker.person = { ...house.broker.person, roles: ['member'] };
    const { html } = await browser.open('/api/session');
    expect(JSON.parse(html)).toMatchObject({ user: { name: 'Scout Finch', roles: ['member'] } });
    const [request] = refreshes();
    expect(request?.headers['authorization']).toMatch(/^Basic /);
    expect(new URLSearchParams(request?.body).get('resource')).toBe('urn:portico:api');
  });

  it('uses the next refresh token at the next end', async () => {
    const browser = await aBrowserAtTheEndOfItsToken();
    issueTokensFor(1);
    expect([await sessionOf(browser), await sessionOf(browser), await sessionOf(browser)]).toEqual([
      200, 200, 200,
    ]);
    expect(refreshes()).toHaveLength(3);
  });
});
