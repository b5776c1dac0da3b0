import { Database } from '@portico/service-kit';
import {
  type DashboardHouse,
  startDashboardHouse,
  TENANT_ID,
  TestBrowser,
} from '../dashboard-house.fixture.js';
import { SessionController } from './session.controller.js';

describe(SessionController.name, () => {
  let house: DashboardHouse;

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

  it('says that nobody is signed in, and asks no API', async () => {
    const { status, html } = await new TestBrowser(house.url).open('/api/session');
    expect(status).toBe(200);
    expect(JSON.parse(html)).toMatchObject({ user: null, tenant: null, setUp: null, recovery: false });
    expect(house.api.tokens).toEqual([]);
  });

  it('says that nobody is signed in any more when the API takes the token no longer', async () => {
    const browser = await house.signIn();
    await age(60);
    house.api.status = 401;
    expect(JSON.parse((await browser.open('/api/session')).html)).toMatchObject({ user: null });
    expect((await browser.open('/settings/sso')).status).toBe(303);
  });

  it('does not send page and broker round for ever when the API takes no token at all', async () => {
    const browser = await house.signIn();
    house.api.status = 401;
    const { status, headers, html } = await browser.open('/api/session');
    expect(status).toBe(500);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.parse(html)).toMatchObject({ code: 'internal_error' });
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
      recoveryUntil: null,
      setUp: null,
      supportUrl: 'mailto:support@portico.example',
      brokerUrl: house.broker.issuer,
      googleConfigured: false,
    });
  });

  it('says that somebody signed in by a recovery code, and until when they may mend', async () => {
    const authTime = Math.floor(Date.now() / 1000);
    house.broker.person = { ...house.broker.person, amr: ['otp', 'recovery'], auth_time: authTime };
    const { html } = await (await house.signIn()).open('/api/session');
    expect(JSON.parse(html)).toMatchObject({
      recovery: true,
      recoveryUntil: new Date((authTime + 1800) * 1000).toISOString(),
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
