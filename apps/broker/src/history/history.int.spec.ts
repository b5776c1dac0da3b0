import { jest } from '@jest/globals';
import {
  CountSessions,
  type ConnectionState,
  type ConnectionStates,
  FindAdminProof,
  type LastSignIns,
} from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { makeSessions } from '../sessions/signed-in.fixture.js';
import { type Company, TestHouse } from '../tests/tested.fixture.js';

jest.setTimeout(60_000);

let house: TestHouse;
beforeAll(async () => {
  house = await TestHouse.start();
});
afterAll(async () => {
  await house.stop();
});

const onRows = async <Row>({ tenant }: Company, sql: string, values: unknown[] = []): Promise<Row[]> =>
  await house.registry.house.app
    .get(Database)
    .inTenant(tenant.tenantId, async (tx) => await tx.query<Row[]>(sql, [tenant.tenantId, ...values]));

interface Login {
  minutesAgo?: number;
  code?: string;
  userId?: string;
  roles?: string[];
  revision?: number;
  count?: number;
}

/** Logins of the company's connection, as the login path leaves them. */
const addLogins = async (company: Company, login: Login = {}): Promise<void> => {
  const { minutesAgo = 0, code = null, userId = null, roles = ['member'], revision = 1, count = 1 } = login;
  await onRows(
    company,
    `INSERT INTO login (tenant_id, id, reference, application_id, method, connection_id, provider, revision, status,
       code, user_id, account, started_at, ended_at)
     SELECT $1, uuidv7(), 'OTTER-' || uuidv7(), 'phone', 'sso', $2, 'okta', $3,
            CASE WHEN $4::text IS NULL THEN 'completed' ELSE 'failed' END, $4, coalesce($5, uuidv7()),
            CASE WHEN $4::text IS NULL THEN jsonb_build_object('status', 'active', 'roles', $6::jsonb) END,
            now(), now() - make_interval(mins => $7) - n * interval '1 second'
       FROM generate_series(0, $8 - 1) AS n`,
    [company.connection.id, revision, code, userId, JSON.stringify(roles), minutesAgo, count],
  );
};
const stateOf = async (company: Company): Promise<ConnectionState> => {
  const path = `/v1/tenants/${company.tenant.tenantId}/connection-states`;
  const { states } = await house.registry.done<ConnectionStates>('GET', path);
  return states.find(({ connectionId }) => connectionId === company.connection.id)!;
};
const proofOf = async ({ tenant, connection }: Company, revision = 1) =>
  (
    await house.registry.house.askBroker(FindAdminProof, {
      tenantId: tenant.tenantId,
      connectionId: connection.id,
      revision,
    })
  ).proof;

describe('GET /v1/tenants/{tenantId}/connection-states', () => {
  it('A11 refuses a bearer without its scope, even a set-up link, and A01 one of another tenant', async () => {
    const { tenant } = await house.addCompany();
    const path = `/v1/tenants/${tenant.tenantId}/connection-states`;
    const { token } = await house.registry.addMachine(['sso:set-up', 'sso:write']);
    const { token: stranger } = await house.registry.addMachine(['sso:read'], newId());
    expect(await house.registry.call('GET', path, undefined, token)).toMatchObject({
      status: 403,
      body: { code: 'scope_insufficient' },
    });
    expect(await house.registry.call('GET', path, undefined, stranger)).toMatchObject({ status: 404 });
  });

  it('A01 knows nothing of another tenant, and nothing of a connection that nobody has used', async () => {
    const [acme, hooli] = [await house.addCompany(), await house.addCompany()];
    await addLogins(hooli, { roles: ['tenant_admin'] });
    expect(await stateOf(acme)).toEqual({
      connectionId: acme.connection.id,
      lastSignInAt: null,
      failing: null,
      proof: null,
    });
    expect(await stateOf({ ...acme, connection: hooli.connection })).toBeUndefined();
  });

  it('does not take for a failing connection what is the fault of one person', async () => {
    const company = await house.addCompany();
    for (const code of ['user_unknown', 'upstream_denied', 'did_not_return', 'upstream_not_assigned'])
      await addLogins(company, { code });
    expect(await stateOf(company)).toMatchObject({ failing: null });
  });

  it('counts failures since the last sign-in, with the newest and its reference', async () => {
    const company = await house.addCompany();
    await addLogins(company, { minutesAgo: 60, code: 'upstream_timeout', count: 5 });
    await addLogins(company, { minutesAgo: 50 });
    expect(await stateOf(company)).toMatchObject({ failing: null });
    await addLogins(company, { minutesAgo: 40, code: 'upstream_timeout' });
    await addLogins(company, { minutesAgo: 20, code: 'user_unknown' });
    await addLogins(company, { minutesAgo: 30, code: 'upstream_secret_expired', count: 2 });
    const { failing, lastSignInAt } = await stateOf(company);
    expect(failing).toEqual({
      since: expect.any(String),
      count: 3,
      code: 'upstream_secret_expired',
      reference: expect.stringMatching(/^OTTER-/),
    });
    expect(Date.now() - Date.parse(failing!.since)).toBeGreaterThan(39 * 60_000);
    expect(Date.now() - Date.parse(lastSignInAt!)).toBeGreaterThan(49 * 60_000);
    await addLogins(company);
    expect(await stateOf(company)).toMatchObject({ failing: null });
  });

  it('is mended by a test of the live values, and not by one of values that wait', async () => {
    const company = await house.addCompany({ mode: 'enabled' });
    const pending = { ...company.connection, revision: 2 };
    await addLogins(company, { minutesAgo: 1, code: 'upstream_client_refused' });
    house.ssoConfig.values.push({ tenantId: company.tenant.tenantId, connection: pending });
    expect((await house.test(company)).result).toMatchObject({ revision: 2, passed: true });
    expect(await stateOf(company)).toMatchObject({
      failing: { count: 1 },
      proof: { revision: 2, by: 'test', userId: company.adminId },
    });
    await house.registry.house.change(company.tenant, { connections: [pending] });
    expect(await stateOf(company)).toMatchObject({ failing: null });
  });

  it('answers from indexes alone, with 100,000 logins in the tenant', async () => {
    const company = await house.addCompany();
    await addLogins(company, { minutesAgo: 60, count: 50_000 });
    await addLogins(company, { code: 'user_unknown', count: 40_000 });
    await addLogins(company, { code: 'upstream_timeout', count: 10_000 });
    await house.registry.house.database.sql('ANALYZE login').catch(() => undefined);
    const begun = performance.now();
    const { failing } = await stateOf(company);
    expect(performance.now() - begun).toBeLessThan(3000);
    expect(failing).toMatchObject({ code: 'upstream_timeout', count: 1000 });
    const plans = await Promise.all(
      [
        `SELECT ended_at FROM login WHERE tenant_id = $1 AND connection_id = $2 AND status = 'failed'
            AND code = 'upstream_timeout' AND ended_at > now() - interval '1 day' ORDER BY ended_at LIMIT 1000`,
        `SELECT ended_at FROM login WHERE tenant_id = $1 AND connection_id = $2 AND status = 'completed'
          ORDER BY ended_at DESC LIMIT 1`,
        `SELECT ended_at FROM login WHERE tenant_id = $1 AND connection_id = $2 AND status = 'completed'
            AND account->'roles' ? 'tenant_admin' AND revision IS NOT NULL
          ORDER BY revision DESC, ended_at DESC LIMIT 1`,
      ].map(async (sql) => JSON.stringify(await onRows(company, `EXPLAIN ${sql}`, [company.connection.id]))),
    );
    expect(plans.map((plan) => /login__\w+/.exec(plan)?.[0])).toEqual([
      'login__failed',
      'login__completed',
      'login__of_admin',
    ]);
    for (const plan of plans) expect(plan).not.toContain('Sort');
  });
});

describe(FindAdminProof.subject, () => {
  it('finds nothing in a test that has not passed, a login of a member, or another revision', async () => {
    const company = await house.addCompany();
    const admin = house.registry.house.people.people.at(-1)!.user;
    admin.roles = ['member'];
    await house.test(company);
    await addLogins(company);
    await addLogins(company, { roles: ['tenant_admin'], revision: 2 });
    await addLogins(company, { roles: ['tenant_admin'], code: 'user_deactivated' });
    expect(await proofOf(company)).toBeNull();
  });

  it('E09 finds nothing in what a set-up link has tried, whose holder may have chosen the provider too', async () => {
    const company = await house.addCompany();
    expect((await house.test(company)).result).toMatchObject({ passed: true });
    await onRows(company, `UPDATE connection_test SET asked_by = 'set_up' WHERE tenant_id = $1`);
    expect(await proofOf(company)).toBeNull();
    expect(await stateOf(company)).toMatchObject({ proof: null });
  });

  it('finds the login of an administrator, and a test that passed before it', async () => {
    const company = await house.addCompany();
    const userId = newId();
    await addLogins(company, { roles: ['member', 'tenant_admin'], userId });
    expect(await proofOf(company)).toEqual({ by: 'login', at: expect.any(String), userId, evidence: null });
    expect(await stateOf(company)).toMatchObject({ proof: { revision: 1, by: 'login', userId } });
    await house.test(company);
    expect(await proofOf(company)).toEqual({
      by: 'test',
      at: expect.any(String),
      userId: company.adminId,
      evidence: { emailVerified: 'yes', hostedDomain: false, tid: null, domainOwnerVerified: 'absent' },
    });
  });
});

describe('GET /v1/tenants/{tenantId}/last-sign-ins', () => {
  const at = ({ tenant }: Company, userIds: string[]): string =>
    `/v1/tenants/${tenant.tenantId}/last-sign-ins?${userIds.map((id) => `userId=${id}`).join('&')}`;

  it('A11 refuses a bearer without its scope, A01 one of another tenant, and users who are none', async () => {
    const company = await house.addCompany();
    const { token } = await house.registry.addMachine(['sso:read']);
    const { token: stranger } = await house.registry.addMachine(['users:read'], newId());
    const path = at(company, [newId()]);
    expect(await house.registry.call('GET', path, undefined, token)).toMatchObject({ status: 403 });
    expect(await house.registry.call('GET', path, undefined, stranger)).toMatchObject({ status: 404 });
    const tooMany = Array.from({ length: 101 }, () => newId());
    for (const ids of [[], ['scout'], tooMany])
      expect(await house.registry.call('GET', at(company, ids))).toMatchObject({
        status: 400,
        body: { code: 'request_invalid' },
      });
  });

  it('gives the last of each, and nothing of those who never did or only tried', async () => {
    const [company, other] = [await house.addCompany(), await house.addCompany()];
    const [scout, jem, dill, stranger] = [newId(), newId(), newId(), newId()];
    await addLogins(company, { userId: scout, minutesAgo: 60 });
    await addLogins(company, { userId: scout, minutesAgo: 10 });
    await addLogins(company, { userId: jem });
    await addLogins(company, { userId: dill, code: 'user_deactivated' });
    await addLogins(other, { userId: stranger });
    const many = [scout, jem, dill, stranger, ...Array.from({ length: 96 }, () => newId())];
    const { signIns } = await house.registry.done<LastSignIns>('GET', at(company, many));
    const { id: connectionId } = company.connection;
    const of = (userId: string) => ({
      userId,
      at: expect.any(String),
      method: 'sso',
      connectionId,
      provider: 'okta',
    });
    expect(signIns).toEqual([of(scout), of(jem)]);
    expect(Date.now() - Date.parse(signIns[0]!.at)).toBeLessThan(30 * 60_000);
    const { signIns: one } = await house.registry.done<LastSignIns>('GET', at(company, [jem]));
    expect(one).toEqual([of(jem)]);
  });

  it('looks into an index', async () => {
    const company = await house.addCompany();
    const plan = await onRows(
      company,
      `EXPLAIN SELECT * FROM login WHERE tenant_id = $1 AND user_id = $2 AND status = 'completed'
         ORDER BY ended_at DESC LIMIT 1`,
      [newId()],
    );
    expect(JSON.stringify(plan)).toContain('login__of_user');
  });
});

describe(CountSessions.subject, () => {
  it("counts a tenant's live sessions by how they began, and no others", async () => {
    const [company, other] = [await house.addCompany(), await house.addCompany()];
    const { tenantId } = company.tenant;
    const { id: connectionId } = company.connection;
    await makeSessions(house.registry.house, other.tenant.tenantId, { count: 4 });
    await makeSessions(house.registry.house, tenantId, { count: 2 });
    await makeSessions(house.registry.house, tenantId, { count: 3, connectionId });
    await onRows(
      company,
      `UPDATE session SET ended_at = now() WHERE uid = (SELECT min(uid) FROM session WHERE tenant_id = $1)`,
    );
    const { counts } = await house.registry.house.askBroker(CountSessions, { tenantId });
    expect(counts).toEqual([
      { method: 'password', connectionId: null, count: 1 },
      { method: 'sso', connectionId, count: 3 },
    ]);
  });
});
