import {
  type DashboardHouse,
  startDashboardHouse,
  TENANT_ID,
  TestBrowser,
} from '../dashboard-house.fixture.js';
import { SessionController } from './session.controller.js';

describe(SessionController.name, () => {
  let house: DashboardHouse;

  beforeAll(async () => {
    house = await startDashboardHouse();
  });
  beforeEach(() => house.reset());
  afterAll(async () => await house.stop());

  it('answers problem details where nobody is signed in', async () => {
    const { status, headers, html } = await new TestBrowser(house.url).open('/api/session');
    expect(status).toBe(401);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.parse(html)).toMatchObject({ status: 401, code: 'token_invalid' });
  });

  it('says who is signed in, and nothing of a token', async () => {
    const { status, headers, html } = await (await house.signIn()).open('/api/session');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(JSON.parse(html)).toEqual({
      user: {
        id: expect.any(String),
        tenantId: TENANT_ID,
        name: 'Scout Finch',
        email: 'scout@acme.example',
        roles: ['tenant_admin'],
      },
      tenant: { id: TENANT_ID, name: 'Acme', slug: 'acme' },
      recovery: false,
      supportUrl: 'mailto:support@portico.example',
      brokerUrl: house.broker.issuer,
    });
  });

  it('says who is signed in while the API does not answer, with the organisation as it was', async () => {
    const browser = await house.signIn();
    house.api.status = 503;
    const { status, html } = await browser.open('/api/session');
    expect(status).toBe(200);
    expect(JSON.parse(html)).toMatchObject({ user: { name: 'Scout Finch' }, tenant: { name: 'Acme' } });
  });
});
