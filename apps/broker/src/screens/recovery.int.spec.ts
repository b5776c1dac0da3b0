import { jest } from '@jest/globals';
import {
  API_AUDIENCE,
  type ConnectionSettings,
  LoginCompleted,
  LoginFailed,
  type Role,
  SessionRecoveryStarted,
  type TenantSettings,
  VerifyToken,
} from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { decodeJwt, type JWTPayload } from 'jose';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import { TestClient } from '../client.fixture.js';
import type { Answer, PageBrowser } from '../page-browser.fixture.js';
import type { Person } from '../people.fixture.js';
import { ListSessions } from '../sessions/list-sessions.js';
import { changeSessions, sessionsOf } from '../sessions/signed-in.fixture.js';
import { SweepTenant } from '../sessions/sweep-tenant.js';

jest.setTimeout(60_000);

const CODES = ['0ABC-DEFG-HJKM-NPQR', '1ABC-DEFG-HJKM-NPQR'];
const OWN_SCOPES = ['tenants:read', 'sso:read', 'sso:write', 'sso:mend', 'users:read', 'sessions:read'];
const OTHER_API = 'urn:example:other-api';

/** A connection that is enforced; its identity provider answers nobody. */
const aConnection = (mode: ConnectionSettings['mode'] = 'enforced'): ConnectionSettings => ({
  id: newId(),
  provider: 'okta',
  name: 'Okta',
  mode,
  revision: 1,
  issuer: 'https://idp.example.com',
  clientId: 'portico',
  sealedClientSecret: null,
  userinfoMethod: 'GET',
  scopes: ['openid'],
  tokenAuth: 'auto',
  emailClaim: 'email',
  callback: 'own',
  issuesOwnAddressesOnly: false,
  honoursSessionExpiry: false,
  recheckMinutes: null,
});

interface Recovered {
  tenant: TenantSettings;
  admin: Person;
  browser: PageBrowser;
  tokens: Record<string, string | undefined>;
  claims: JWTPayload;
}

let house: BrokerHouse;
let dashboard: TestClient;
beforeAll(async () => {
  // Nothing listens there: whoever departs meets an identity provider that is down.
  house = await startBrokerHouse({ PORTICO_EGRESS_ALLOW: ['http://localhost:9'] });
  await house.database.sql(`UPDATE session_sweep SET begun_at = 'infinity'`);
  dashboard = await TestClient.register(house, { name: 'Dashboard', apiScopes: OWN_SCOPES });
});
afterAll(async () => {
  await house.stop();
});
beforeEach(async () => {
  await house.database.sql('DELETE FROM throttle');
});

const addAdmin = (tenant: TenantSettings, roles: Role[] = ['member', 'tenant_admin']): Person => {
  const person = house.people.add(tenant.tenantId, `scout-${newId()}@example.com`);
  person.user.roles = roles;
  person.recoveryCodes = [...CODES];
  return person;
};

/** A browser at the dashboard's sign-in, which asks for all that the dashboard may have. */
const open = async (
  application = dashboard,
  wishes: Record<string, string> = {},
): Promise<{ browser: PageBrowser; path: string }> => {
  const browser = house.browser();
  const scope = `openid profile email ${OWN_SCOPES.join(' ')}`;
  const sent = await browser.get(application.authorizePath({ scope, resource: API_AUDIENCE, ...wishes }));
  const path = new URL(sent.headers.get('location') ?? '', house.address).pathname;
  await browser.get(path);
  return { browser, path };
};
const tryCode = async (email: string, code: string): Promise<Answer & { browser: PageBrowser }> => {
  const { browser, path } = await open();
  return { ...(await browser.post(`${path}/recovery`, { email, code })), browser };
};
const goOn = async (browser: PageBrowser, answer: Answer): Promise<Record<string, string | undefined>> => {
  const onward = new URL(answer.headers.get('refresh')?.split('url=')[1] ?? '');
  const back = await browser.get(`${onward.pathname}${onward.search}`);
  const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  return (await dashboard.redeem(code)).body;
};
const recover = async ({
  roles,
  changes = {},
}: { roles?: Role[]; changes?: Partial<TenantSettings> } = {}): Promise<Recovered> => {
  const tenant = await house.addTenant({ connections: [aConnection()], ...changes });
  const admin = addAdmin(tenant, roles);
  const answer = await tryCode(admin.user.email, CODES[0] ?? '');
  expect(answer).toMatchObject({ status: 200 });
  const tokens = await goOn(answer.browser, answer);
  return { tenant, admin, browser: answer.browser, tokens, claims: decodeJwt(tokens['id_token'] ?? '') };
};
const principalOf = async ({ tokens }: Recovered) =>
  (await house.askBroker(VerifyToken, { token: tokens['access_token'] ?? '' })).principal;
const factsOf = async ({ tenantId }: TenantSettings, type: string): Promise<Record<string, unknown>[]> =>
  (await house.facts(tenantId)).filter((told) => told.type === type).map(({ data }) => data);
const age = async ({ tenant }: Recovered, minutes: number): Promise<void> => {
  await changeSessions(
    house,
    tenant.tenantId,
    `UPDATE session SET started_at = started_at - make_interval(mins => $2) WHERE tenant_id = $1`,
    [minutes],
  );
};

describe('a recovery code', () => {
  const said = new Set<string>();
  // What is slow only the first time is over by then.
  beforeAll(async () => void (await tryCode('boo@example.com', 'x')));

  it.each<[string, () => Promise<string>]>([
    ['of an unknown address', async () => await Promise.resolve(`nobody-${newId()}@example.com`)],
    [
      'of a member',
      async () => addAdmin(await house.addTenant({ connections: [aConnection()] }), ['member']).user.email,
    ],
    [
      'of an operator who is no administrator',
      async () => addAdmin(await house.addTenant({ connections: [aConnection()] }), ['operator']).user.email,
    ],
    [
      'while nothing is enforced',
      async () => addAdmin(await house.addTenant({ connections: [aConnection('enabled')] })).user.email,
    ],
    [
      'of a suspended tenant',
      async () =>
        addAdmin(await house.addTenant({ connections: [aConnection()], status: 'suspended' })).user.email,
    ],
    [
      'of an administrator, where it is a wrong one',
      async () => {
        const admin = addAdmin(await house.addTenant({ connections: [aConnection()] }));
        admin.recoveryCodes = [];
        return admin.user.email;
      },
    ],
  ])('E08 B01 is refused %s in the same words, and no sooner', async (_, emailOf) => {
    const email = await emailOf();
    const { browser, path } = await open();
    house.people.asked.length = 0;
    const startedAt = performance.now();
    const { status, alert, html } = await browser.post(`${path}/recovery`, { email, code: CODES[0] ?? '' });
    expect(performance.now() - startedAt).toBeGreaterThan(499);
    expect({ status, alert }).toEqual({
      status: 403,
      alert: 'The e-mail address or the recovery code is not right, or the code has been used.',
    });
    const page = html.replaceAll(email, '').replace(/\/login\/[\w-]+/g, '');
    said.add(page);
    expect(said.size).toBe(1);
    expect(house.people.asked).toHaveLength(1);
  });

  it('E08 is refused in an application that may not mend, without being looked at', async () => {
    const { user } = addAdmin(await house.addTenant({ connections: [aConnection()] }));
    const { browser, path } = await house.openLogin();
    house.people.asked.length = 0;
    const answers = [
      await browser.get(`${path}/recovery`),
      await browser.post(`${path}/recovery`, { email: user.email, code: CODES[0] ?? '' }),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ status: 403, reason: 'recovery_not_open' });
    expect(house.people.asked).toEqual([]);
  });

  it('E08 is refused, though used up, where enforcement ended at that moment', async () => {
    const tenant = await house.addTenant({ connections: [aConnection()] });
    const admin = addAdmin(tenant);
    house.people.meanwhile = async () => await house.change(tenant, { connections: [] });
    const { status, reason } = await tryCode(admin.user.email, CODES[0] ?? '');
    house.people.meanwhile = undefined;
    expect({ status, reason }).toEqual({ status: 403, reason: 'recovery_not_open' });
    expect(await factsOf(tenant, LoginFailed.type)).toMatchObject([
      { method: 'recovery', code: 'recovery_not_open', userId: admin.user.userId },
    ]);
  });

  it('is refused the second time, and the refusal is told of', async () => {
    const { tenant, admin } = await recover();
    expect(await tryCode(admin.user.email, CODES[0] ?? '')).toMatchObject({ status: 403 });
    expect(await factsOf(tenant, LoginFailed.type)).toMatchObject([
      { method: 'recovery', code: 'recovery_code_invalid', userId: admin.user.userId },
    ]);
  });

  it('B04 is refused after ten wrong ones from one network, right or not, and says how long', async () => {
    const { user } = addAdmin(await house.addTenant({ connections: [aConnection()] }));
    const { browser, path } = await open();
    const typed = { email: user.email, code: 'ZZZZ-ZZZZ-ZZZZ-ZZZZ' };
    await Promise.all(Array.from({ length: 10 }, async () => await browser.post(`${path}/recovery`, typed)));
    const answer = await browser.post(`${path}/recovery`, { ...typed, code: CODES[0] ?? '' });
    expect(answer).toMatchObject({ status: 429, alert: expect.stringContaining('Too many attempts') });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(800);
  });

  it('is refused with a form that is none', async () => {
    const { browser, path } = await open();
    for (const fields of [
      {},
      { email: 'scout@example.com', code: '' },
      { email: 'scout@example.com', code: 'x'.repeat(65) },
    ])
      expect((await browser.post(`${path}/recovery`, fields as Record<string, string>)).status).toBe(400);
  });

  it('signs an administrator in, and everybody is told: login, session and how long', async () => {
    const { tenant, admin, claims } = await recover();
    const { userId } = admin.user;
    const [completed] = await factsOf(tenant, LoginCompleted.type);
    expect(completed).toMatchObject({ method: 'recovery', userId });
    const [session] = await sessionsOf(house, tenant);
    const [told, ...others] = await factsOf(tenant, SessionRecoveryStarted.type);
    expect(told).toMatchObject({ sessionId: session?.uid, userId, reference: completed?.['reference'] });
    const minutes = (new Date(String(told?.['endsAt'])).getTime() - Date.now()) / 60_000;
    expect(Math.round(minutes)).toBe(30);
    expect(others).toEqual([]);
    expect(claims).toMatchObject({ sub: userId, amr: ['otp', 'recovery'] });
    expect(admin.recoveryCodes).toEqual([CODES[1]]);
  });
});

describe('a recovery session', () => {
  it('has the scopes to mend and no other, whatever the dashboard may', async () => {
    const recovered = await recover();
    const { tokens, tenant } = recovered;
    expect(tokens['scope']?.split(' ').sort()).toEqual(['sso:mend', 'sso:read', 'tenants:read']);
    expect(await principalOf(recovered)).toMatchObject({
      kind: 'user',
      tenantId: tenant.tenantId,
      scopes: ['tenants:read', 'sso:read', 'sso:mend'],
    });
    const answer = await fetch(`${house.address}/v1/tenants/${tenant.tenantId}/sessions`, {
      headers: { authorization: `Bearer ${tokens['access_token'] ?? ''}` },
    });
    expect(await answer.json()).toMatchObject({ code: 'scope_insufficient' });
  });

  it('limits what its browser was given before it was one', async () => {
    const tenant = await house.addTenant({ connections: [aConnection('enabled')] });
    const admin = addAdmin(tenant);
    admin.password = 'mockingbird-1960';
    const { email } = admin.user;
    const { browser, path } = await open();
    const answer = await browser.post(`${path}/password`, { email, password: admin.password });
    const token = (await goOn(browser, answer))['access_token'] ?? '';
    const principal = async () => (await house.askBroker(VerifyToken, { token })).principal;
    expect((await principal())?.scopes).toContain('sso:write');
    await house.change(tenant, { connections: [aConnection()] });
    expect(await principal()).toBeNull();
    const asked = await dashboard.authorize(browser, { resource: API_AUDIENCE });
    await browser.get(asked.pathname);
    const recovered = await browser.post(`${asked.pathname}/recovery`, { email, code: CODES[0] ?? '' });
    await goOn(browser, recovered);
    expect((await principal())?.scopes).not.toContain('sso:write');
  });

  it('has no other role than the administrator’s, so that an operator stays in this company', async () => {
    const recovered = await recover({ roles: ['member', 'tenant_admin', 'operator'] });
    expect(await principalOf(recovered)).toMatchObject({ roles: ['tenant_admin'] });
    expect(decodeJwt(recovered.tokens['access_token'] ?? '')).toMatchObject({ roles: ['tenant_admin'] });
    expect(recovered.claims).toMatchObject({ roles: ['tenant_admin'] });
  });

  it('gets no more by a refresh, and not a minute', async () => {
    const recovered = await recover();
    const refreshed = await dashboard.refresh(recovered.tokens['refresh_token']);
    expect(refreshed.body['scope']?.split(' ').sort()).toEqual(['sso:mend', 'sso:read', 'tenants:read']);
    const [row] = await house.database.sql<{ minutes: number }>(
      `SELECT extract(epoch FROM max(expires_at) - now()) / 60 AS minutes FROM provider_artifact
        WHERE kind = 'RefreshToken' AND payload->>'accountId' = $1`,
      [recovered.admin.user.userId],
    );
    expect(Number(row?.minutes)).toBeLessThanOrEqual(30);
    const wider = await dashboard.refresh(refreshed.body['refresh_token'], { scope: 'sso:write' });
    expect(wider.body['scope'] ?? '').toBe('');
    await age(recovered, 30);
    expect(await dashboard.refresh(wider.body['refresh_token'])).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('is over after 30 minutes, however long the tenant’s sessions are and however it is used', async () => {
    const sessions = { absoluteSeconds: 90 * 24 * 3600, idleSeconds: null };
    const recovered = await recover({ changes: { sessions } });
    await age(recovered, 29);
    expect(await principalOf(recovered)).not.toBeNull();
    await age(recovered, 1);
    expect(await principalOf(recovered)).toBeNull();
    const silent = await dashboard.authorize(recovered.browser, { prompt: 'none' });
    expect(silent.searchParams.get('error')).toBe('login_required');
  });

  it('is nothing to another application: not silently, and not without signing in properly', async () => {
    const { browser } = await recover();
    const phone = new TestClient(house, 'phone');
    const silent = await phone.authorize(browser, { prompt: 'none' });
    expect(silent.searchParams.get('error')).toBe('login_required');
    expect((await phone.authorize(browser)).pathname).toMatch(/^\/login\//);
    const again = await dashboard.authorize(browser, { prompt: 'none' });
    expect(again.searchParams.get('code')).toBeTruthy();
  });

  it('gets no token for anybody else’s API', async () => {
    await house.database.sql(
      `INSERT INTO resource_server (id, audience, name, scopes, token_alg) VALUES ($1, $2, 'An API', $3, 'ES256')`,
      [`api-${newId()}`, OTHER_API, ['calls:read']],
    );
    const both = await TestClient.register(house, {
      apiScopes: OWN_SCOPES,
      resources: [{ audience: OTHER_API, scopes: ['calls:read'] }],
    });
    const { user } = addAdmin(await house.addTenant({ connections: [aConnection()] }));
    const { browser, path } = await open(both, { resource: OTHER_API, scope: 'openid calls:read' });
    const answer = await browser.post(`${path}/recovery`, { email: user.email, code: CODES[0] ?? '' });
    const onward = new URL(answer.headers.get('refresh')?.split('url=')[1] ?? '');
    const back = await browser.get(`${onward.pathname}${onward.search}`);
    const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
    expect(await both.redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
  });

  it('goes on when its person lowers the mode, and no code opens another', async () => {
    const recovered = await recover();
    const { tenant, admin } = recovered;
    await house.change(tenant, { connections: [aConnection('enabled')] });
    await house.app.get(SweepTenant).run(tenant);
    expect(await principalOf(recovered)).not.toBeNull();
    expect((await dashboard.refresh(recovered.tokens['refresh_token'])).status).toBe(200);
    expect(await tryCode(admin.user.email, CODES[1] ?? '')).toMatchObject({ status: 403 });
  });

  it.each<[string, (recovered: Recovered) => Promise<unknown>]>([
    ['loses the role', async ({ admin }) => (admin.user.roles = ['member'])],
    ['is deactivated', async ({ admin }) => (admin.user.status = 'deactivated')],
    ['is of a suspended tenant', async ({ tenant }) => await house.change(tenant, { status: 'suspended' })],
  ])('is refused at once when its person %s', async (_, change) => {
    const recovered = await recover();
    expect(await principalOf(recovered)).not.toBeNull();
    await change(recovered);
    expect(await principalOf(recovered)).toBeNull();
  });

  it('is in the list of sessions as what it is', async () => {
    const { tenant } = await recover();
    const { sessions } = await house.app.get(ListSessions).run({ tenantId: tenant.tenantId, limit: 10 });
    expect(sessions).toMatchObject([{ method: 'recovery', connectionId: null, amr: ['otp', 'recovery'] }]);
    const minutes = (new Date(sessions[0]?.expiresAt ?? '').getTime() - Date.now()) / 60_000;
    expect(Math.round(minutes)).toBe(30);
  });

  it('is swept only once it is over', async () => {
    const recovered = await recover();
    const { tenant } = recovered;
    await house.app.get(SweepTenant).run(tenant);
    expect((await sessionsOf(house, tenant))[0]?.ended_at).toBeNull();
    await age(recovered, 30);
    await house.app.get(SweepTenant).run(tenant);
    expect((await sessionsOf(house, tenant))[0]?.ended_at).not.toBeNull();
  });
});

describe('the way to it', () => {
  const linked = (html: string, path: string): boolean => html.includes(`href="${path}/recovery"`);

  it('is shown where a password was refused, in the dashboard alone', async () => {
    const { user } = addAdmin(await house.addTenant({ connections: [aConnection()] }));
    const credentials = { email: user.email, password: 'mockingbird-1960' };
    const { browser, path } = await open();
    expect(linked((await browser.get(path)).html, path)).toBe(false);
    expect(linked((await browser.post(`${path}/password`, credentials)).html, path)).toBe(true);
    const phone = await house.openLogin();
    expect(linked((await phone.browser.post(`${phone.path}/password`, credentials)).html, phone.path)).toBe(
      false,
    );
  });

  it('is shown where single sign-on failed that is enforced, in the dashboard alone', async () => {
    const down = { ...aConnection(), issuer: 'http://localhost:9' };
    const leaving = async (
      mode: 'enforced' | 'enabled',
      { browser, path }: Awaited<ReturnType<typeof open>>,
    ) => {
      const { user } = addAdmin(await house.addTenant({ connections: [{ ...down, id: newId(), mode }] }));
      const answer = await browser.post(`${path}/sso`, { email: user.email });
      expect(answer.html).toContain('Start again');
      return linked(answer.html, path);
    };
    expect(await leaving('enforced', await open())).toBe(true);
    expect(await leaving('enabled', await open())).toBe(false);
    expect(await leaving('enforced', await house.openLogin())).toBe(false);
  });

  it('is a form without a script, with the address that was typed before', async () => {
    const { browser, path } = await open(dashboard, { login_hint: 'scout@example.com' });
    const { html, headers } = await browser.get(`${path}/recovery`);
    expect(html).toContain('value="scout@example.com"');
    expect(html).not.toContain('<script');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
