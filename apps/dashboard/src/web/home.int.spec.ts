import { request } from 'node:http';
import { Database } from '@portico/service-kit';
import {
  type DashboardHouse,
  startDashboardHouse,
  TENANT_ID,
  TestBrowser,
} from '../dashboard-house.fixture.js';
import { HomeController } from './home.controller.js';

describe(HomeController.name, () => {
  let house: DashboardHouse;

  const aSignedInBrowser = async (): Promise<TestBrowser> => {
    const browser = new TestBrowser(house.url);
    const { location } = await browser.open('/sign-in');
    await browser.open(`/sign-in/callback?${house.broker.authorize(location).toString()}`);
    return browser;
  };
  const age = async (seconds: number): Promise<void> => {
    await house.app
      .get(Database)
      .inTenant(TENANT_ID, (tx) =>
        tx.query('UPDATE dashboard_session SET created_at = now() - make_interval(secs => $1)', [seconds]),
      );
  };

  beforeAll(async () => {
    house = await startDashboardHouse();
  });
  beforeEach(() => house.reset());
  afterAll(async () => await house.stop());

  it.each(['/', '/sign-in/callback', '/no-such-page', '/assets/no-such-file', '/assets/%2e%2e%2fenv.js'])(
    'B07 B08 answers %s with a policy that lets no script run and no frame hold it',
    async (path) => {
      const { headers } = await new TestBrowser(house.url).open(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it('answers an unknown address with a page', async () => {
    const { status, html } = await new TestBrowser(house.url).open('/no-such-page');
    expect(status).toBe(404);
    expect(html).toContain('There is nothing at this address.');
  });

  it('B08 shows names as text, whatever they contain', async () => {
    const evil = `"><svg onload=alert(1)><script>alert(2)</script>`;
    house.broker.person = { ...house.broker.person, name: evil, email: evil };
    house.api.name = evil;
    const { html } = await (await aSignedInBrowser()).open('/');
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toMatch(/<(svg|script)/);
  });

  it('B11 refuses another host than its own and never repeats it', async () => {
    const { port } = new URL(house.url);
    const answer = await new Promise<{ status?: number; text: string }>((resolve, reject) => {
      request(
        { host: 'localhost', port, path: '/sign-in', headers: { host: 'evil.example.com' } },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => resolve({ status: response.statusCode, text }));
        },
      )
        .on('error', reject)
        .end();
    });
    expect(answer.status).toBe(421);
    expect(answer.text).not.toContain('evil');
  });

  it('offers to sign in when nobody is signed in', async () => {
    const { status, html } = await new TestBrowser(house.url).open('/');
    expect(status).toBe(200);
    expect(html).toContain('href="/sign-in">Sign in');
  });

  it('shows user and organisation, asking the API with the token of the user', async () => {
    const { html } = await (await aSignedInBrowser()).open('/');
    for (const text of ['Scout Finch', 'scout@acme.example', 'Administrator', 'Acme'])
      expect(html).toContain(text);
    expect(house.api.tokens).toEqual(['Bearer access']);
  });

  it('shows the user while the API does not answer', async () => {
    house.api.status = 503;
    const { status, html } = await (await aSignedInBrowser()).open('/');
    expect(status).toBe(200);
    expect(html).toContain('Scout Finch');
    expect(html).toContain('cannot be shown for a moment');
  });

  it('signs in again when the API no longer takes the token', async () => {
    const browser = await aSignedInBrowser();
    await age(300);
    house.api.status = 401;
    const page = await browser.open('/');
    expect({ status: page.status, location: page.location }).toEqual({ status: 303, location: '/sign-in' });
    house.api.status = 200;
    expect((await browser.open('/')).html).not.toContain('Scout Finch');
  });

  it('does not go round for ever when the API takes no token at all', async () => {
    const browser = await aSignedInBrowser();
    house.api.status = 401;
    const page = await browser.open('/');
    expect(page.status).toBe(401);
    expect(page.html).toContain('Start again');
  });

  it('says "try again" while the broker cannot be reached, and signs in once it can', async () => {
    const fresh = await startDashboardHouse();
    const discovery = fresh.broker.lies.discovery;
    fresh.broker.lies.discovery = () => ({ status: 502, headers: {}, body: 'Bad gateway' });
    const browser = new TestBrowser(fresh.url);
    const page = await browser.open('/sign-in');
    expect(page.status).toBe(503);
    expect(page.html).toContain('Try again shortly');
    expect(page.headers.get('retry-after')).toBe('5');
    fresh.broker.lies.discovery = discovery;
    expect((await browser.open('/sign-in')).status).toBe(303);
    await fresh.stop();
  });

  it('serves its style sheet, which may be kept for a while', async () => {
    const { status, headers } = await new TestBrowser(house.url).open('/assets/dashboard.css');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/css');
    expect(headers.get('cache-control')).toBe('public, max-age=300');
  });
});
