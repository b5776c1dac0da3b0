import { Provider } from '@portico/contracts';
import { type DashboardHouse, startDashboardHouse, TestBrowser } from '../dashboard-house.fixture.js';
import { GuidesController } from './guides.controller.js';

describe(GuidesController.name, () => {
  let house: DashboardHouse;

  const open = async (path: string, headers = {}) => await new TestBrowser(house.url).open(path, { headers });

  beforeAll(async () => {
    house = await startDashboardHouse();
  });
  afterAll(async () => await house.stop());

  it.each([
    '/guides/saml',
    '/guides/pictures/none.svg',
    '/guides/pictures/%2e%2e%2fen%2fokta.md',
    '/guides/okta/x',
  ])('refuses %s', async (path) => {
    expect((await open(path)).status).toBe(404);
  });

  it.each(Provider.options)('shows the guide for %s to anybody, without a script', async (provider) => {
    for (const language of ['en', 'de']) {
      const { status, html, headers } = await open(`/guides/${provider}?language=${language}`);
      expect(status).toBe(200);
      expect(html).toContain(`<html lang="${language}">`);
      expect(html).not.toMatch(/<script|style="|\{(redirectUri|brokerUrl)\}|\.\.\/pictures/);
      expect(headers.get('content-security-policy')).not.toContain('script-src');
    }
  });

  it('shows its pictures', async () => {
    const { html } = await open('/guides/okta');
    const [path = ''] = /\/guides\/pictures\/[\w-]+\.svg/.exec(html) ?? [];
    const { status, headers } = await open(path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('image/svg+xml');
  });

  it.each([
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['en-GB,en', 'en'],
    ['fr', 'en'],
  ])('speaks to a browser that prefers %s in %s', async (accepted, language) => {
    const { html, headers } = await open('/guides/okta', { 'accept-language': accepted });
    expect(html).toContain(`<html lang="${language}">`);
    expect(headers.get('vary')).toContain('Accept-Language');
  });

  it('gives a guide without a page, with what the form fills in', async () => {
    const { html } = await open('/guides/okta/fragment?language=de');
    expect(html).not.toContain('<h1');
    expect(html).toContain('<h2');
    expect(html).toContain('{redirectUri}');
    expect(html).not.toContain('<html');
  });
});
