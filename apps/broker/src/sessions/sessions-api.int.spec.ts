import { jest } from '@jest/globals';
import type { SessionPage, TenantSettings } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { type Registry, startRegistry } from '../applications/registry.fixture.js';
import { changeSessions, makeSessions, redeem, sessionsOf, signIn, userinfo } from './signed-in.fixture.js';

jest.setTimeout(60_000);

const connectionId = '0199d5a0-0000-7000-8000-000000000003';

let registry: Registry;
let acme: TenantSettings;
beforeAll(async () => {
  registry = await startRegistry();
  // No round: what ends here is ended by the API.
  await registry.house.database.sql(`UPDATE session_sweep SET begun_at = 'infinity'`);
});
afterAll(async () => {
  await registry.house.stop();
});
beforeEach(async () => {
  acme = await registry.house.addTenant();
});

const at = (query = '', { tenantId } = acme): string => `/v1/tenants/${tenantId}/sessions${query}`;
const list = async (query = ''): Promise<SessionPage> => await registry.done<SessionPage>('GET', at(query));
const live = async (tenant = acme): Promise<number> =>
  (await sessionsOf(registry.house, tenant)).filter(({ ended_at: endedAt }) => endedAt === null).length;

describe('GET /v1/tenants/{tenantId}/sessions', () => {
  it('A11 refuses a bearer without its scope, and A01 one of another tenant', async () => {
    const { token } = await registry.addMachine(['sessions:write']);
    const { token: stranger } = await registry.addMachine(['sessions:read'], newId());
    expect(await registry.call('GET', at(), undefined, token)).toMatchObject({
      status: 403,
      body: { code: 'scope_insufficient' },
    });
    expect(await registry.call('GET', at(), undefined, stranger)).toMatchObject({ status: 404 });
  });

  it.each(['?userId=scout', '?connectionId=okta', '?limit=0', '?all=true', '?after=x'])(
    'refuses %s',
    async (query) => {
      expect(await registry.call('GET', at(query))).toMatchObject({
        status: 400,
        body: { code: 'request_invalid' },
      });
    },
  );

  it('A01 shows none of another tenant, none that has ended and none whose time is over', async () => {
    await makeSessions(registry.house, (await registry.house.addTenant()).tenantId);
    await makeSessions(registry.house, acme.tenantId, { count: 2 });
    await changeSessions(
      registry.house,
      acme.tenantId,
      `UPDATE session SET ended_at = now() WHERE uid = (SELECT min(uid) FROM session WHERE tenant_id = $1)`,
    );
    await changeSessions(
      registry.house,
      acme.tenantId,
      `UPDATE session SET started_at = now() - interval '13 hours' WHERE tenant_id = $1 AND ended_at IS NULL`,
    );
    expect(await list()).toEqual({ sessions: [], nextCursor: null });
  });

  it('shows who is signed in, since when, until when and to what', async () => {
    const { person, browser, code } = await signIn(registry.house, { tenant: acme });
    await redeem(browser, code);
    const { sessions } = await list();
    expect(sessions).toEqual([
      {
        id: expect.any(String),
        userId: person.user.userId,
        email: person.user.email,
        method: 'password',
        connectionId: null,
        provider: null,
        amr: ['pwd'],
        applicationIds: ['phone'],
        startedAt: expect.any(String),
        lastUsedAt: expect.any(String),
        expiresAt: expect.any(String),
      },
    ]);
    const [{ startedAt, expiresAt } = { startedAt: '', expiresAt: '' }] = sessions;
    expect(Date.parse(expiresAt) - Date.parse(startedAt)).toBe(12 * 3_600_000);
  });

  it('shows every session once, page by page, newest first, and those of a user or a connection alone', async () => {
    const userId = newId();
    await makeSessions(registry.house, acme.tenantId, { count: 3, userId });
    await makeSessions(registry.house, acme.tenantId, { count: 2, connectionId });
    const first = await list('?limit=3');
    const second = await list(`?limit=3&after=${String(first.nextCursor)}`);
    expect(second.nextCursor).toBeNull();
    const ids = [...first.sessions, ...second.sessions].map(({ id }) => id);
    expect(new Set(ids).size).toBe(5);
    expect(first.sessions[0]?.connectionId).toBe(connectionId);
    expect((await list(`?userId=${userId}`)).sessions).toHaveLength(3);
    expect((await list(`?connectionId=${connectionId}`)).sessions).toHaveLength(2);
  });
});

describe('DELETE /v1/tenants/{tenantId}/sessions', () => {
  it.each([
    '',
    '?all=false',
    `?userId=${connectionId}&all=true`,
    `?userId=${connectionId}&connectionId=${connectionId}`,
  ])('refuses "%s": exactly one of three', async (query) => {
    await makeSessions(registry.house, acme.tenantId);
    expect(await registry.call('DELETE', at(query))).toMatchObject({
      status: 400,
      body: { code: 'request_invalid' },
    });
    expect(await live()).toBe(1);
  });

  it('A01 ends no session by the address of another tenant', async () => {
    await makeSessions(registry.house, acme.tenantId);
    const [{ uid } = { uid: '' }] = await sessionsOf(registry.house, acme);
    const other = await registry.house.addTenant();
    expect(await registry.call('DELETE', at(`/${uid}`, other))).toMatchObject({ status: 404 });
    expect(await registry.done('DELETE', at('?all=true', other))).toEqual({ ended: 0 });
    expect(await live()).toBe(1);
  });

  it('ends one, once, and tells of it: everything that was issued in it is of no use', async () => {
    const { browser, code } = await signIn(registry.house, { tenant: acme });
    const { access_token: token } = await redeem(browser, code);
    const [{ id } = { id: '' }] = (await list()).sessions;
    expect(await registry.call('DELETE', at(`/${id}`))).toMatchObject({ status: 204 });
    expect(await registry.call('DELETE', at(`/${id}`))).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
    expect(await userinfo(browser, token)).toBe(401);
    expect((await registry.house.openLogin(browser)).path).toMatch(/^\/login\//);
    expect((await registry.house.facts(acme.tenantId)).at(-1)).toMatchObject({
      type: 'session.ended',
      data: { sessionId: id, reason: 'revoked' },
    });
  });

  it('ends those of a user, of a connection, and all', async () => {
    const userId = newId();
    await makeSessions(registry.house, acme.tenantId, { count: 2, userId });
    await makeSessions(registry.house, acme.tenantId, { count: 3, connectionId });
    await makeSessions(registry.house, acme.tenantId);
    expect(await registry.done('DELETE', at(`?userId=${userId}`))).toEqual({ ended: 2 });
    expect(await registry.done('DELETE', at(`?connectionId=${connectionId}`))).toEqual({ ended: 3 });
    expect(await registry.done('DELETE', at('?all=true'))).toEqual({ ended: 1 });
    expect(await live()).toBe(0);
  });

  it('ends more than a page of them', async () => {
    await makeSessions(registry.house, acme.tenantId, { count: 2100, userId: null });
    expect(await registry.done('DELETE', at('?all=true'))).toEqual({ ended: 2100 });
  });
});
