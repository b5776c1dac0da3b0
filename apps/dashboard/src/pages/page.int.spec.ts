import { request } from 'node:http';
import {
  type DashboardHouse,
  type Page,
  startDashboardHouse,
  TestBrowser,
} from '../dashboard-house.fixture.js';
import { PageController } from './page.controller.js';

describe(PageController.name, () => {
  let house: DashboardHouse;

  const aSignedInBrowser = async (): Promise<TestBrowser> => await house.signIn();
  /** What each part of a policy allows. */
  const policyOf = ({ headers }: Page): Record<string, string> =>
    Object.fromEntries(
      (headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources.join(' ')];
      }),
    );

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

  it("B07 B08 lets only this answer's own scripts run, and nothing from elsewhere", async () => {
    const browser = await aSignedInBrowser();
    const [first, second] = [await browser.open('/settings/sso'), await browser.open('/settings/sso')];
    const [, nonce = ''] = /^'nonce-([\w-]{22})'$/.exec(policyOf(first)['script-src'] ?? '') ?? [];
    expect(policyOf(first)).toEqual({
      'default-src': "'none'",
      'script-src': `'nonce-${nonce}'`,
      'style-src': `'self' 'nonce-${nonce}'`,
      'connect-src': "'self'",
      'img-src': "'self'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
    });
    expect(policyOf(second)['script-src']).not.toBe(policyOf(first)['script-src']);
    for (const [script = ''] of first.html.matchAll(/<script[^>]*>[^<]*/g))
      expect(script).toMatch(new RegExp(`^<script [^>]*src="/assets/[^"]+" nonce="${nonce}">$`));
    expect(first.html).not.toMatch(/\son\w+=|style="|\{\{/);
    expect(first.headers.get('cache-control')).toBe('no-store');
  });

  it('B08 shows names as text, whatever they contain', async () => {
    const evil = `"><svg onload=alert(1)><script>alert(2)</script>`;
    house.broker.person = { ...house.broker.person, name: evil, email: `$&${evil}` };
    house.api.name = evil;
    const { html } = await (await aSignedInBrowser()).open('/');
    expect(html).toContain('&lt;script&gt;alert(2)');
    expect(html).toContain('$&amp;');
    expect(html).not.toMatch(/<svg|<script>/);
  });

  it.each(['/settings/sso', '/settings/sso/a?step=2', '/support/tenants/b'])(
    'sends whoever is not signed in from %s to the sign-in, and remembers the way back',
    async (path) => {
      const { status, location } = await new TestBrowser(house.url).open(path);
      expect(status).toBe(303);
      expect(location).toBe(`/sign-in?return=${encodeURIComponent(path)}`);
    },
  );

  it('shows the page of a set-up link to whoever comes, and asks nobody about it', async () => {
    const browser = new TestBrowser(house.url);
    const { status, html } = await browser.open('/set-up/x');
    expect(status).toBe(200);
    expect(html).toContain('<script type="module"');
    expect(browser.setCookies).toEqual([]);
    expect(house.api.tokens).toEqual([]);
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

  it('names user and organisation where scripts are off', async () => {
    const { html } = await (await aSignedInBrowser()).open('/');
    for (const text of ['Scout Finch', 'scout@acme.example', 'Acme']) expect(html).toContain(text);
    expect(html).toContain('<form method="post" action="/sign-out">');
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

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=0.5', 'gzip'],
    ['br;q=0, gzip;q=0', null],
    ['identity', null],
  ])('serves what was built for ever, to a browser that takes %s as %s', async (accepted, encoding) => {
    const { html } = await (await aSignedInBrowser()).open('/');
    const [path = ''] = /\/assets\/[^"]+\.js/.exec(html) ?? [];
    const { headers, html: script } = await new TestBrowser(house.url).open(path, {
      headers: { 'accept-encoding': accepted },
    });
    expect(headers.get('content-encoding')).toBe(encoding);
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('vary')).toContain('Accept-Encoding');
    expect(script).toContain('createElement');
  });
});
