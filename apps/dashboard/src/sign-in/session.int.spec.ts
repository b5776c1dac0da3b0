import { sealCookie } from '@portico/secrets';
import { Database } from '@portico/service-kit';
import { type DashboardHouse, startDashboardHouse, TENANT_ID } from '../dashboard-house.fixture.js';
import { FindSession } from './find-session.js';
import { hashOf, purposeOf, SESSION_SECONDS } from './session.rules.js';
import { SessionStore } from './session.store.js';

const OTHER_TENANT = '0199d5a0-0000-7000-8000-00000000000b';

describe(SessionStore.name, () => {
  let house: DashboardHouse;
  let database: Database;
  let sessions: SessionStore;
  let count = 0;

  const add = async (lifetimeSeconds: number, tenantId = TENANT_ID): Promise<string> => {
    const sessionId = `session-${String(++count)}`.padEnd(43, '_');
    const sessionHash = hashOf(sessionId);
    const user = { userId: 'u', tenantId: TENANT_ID, name: 'Scout', email: 's@acme.example', roles: [] };
    const content = { user, accessToken: 'access', idToken: 'id' };
    const keys = house.environment.PORTICO_COOKIE_KEYS;
    const sealed = await sealCookie(keys, purposeOf(sessionHash), content, SESSION_SECONDS);
    await database.inTenant(tenantId, (tx) =>
      sessions.save(tx, { tenantId, sessionHash, sealed }, lifetimeSeconds),
    );
    return sessionId;
  };
  const find = async (sessionId: string): Promise<unknown> => await house.app.get(FindSession).run(sessionId);

  beforeAll(async () => {
    house = await startDashboardHouse();
    database = house.app.get(Database);
    sessions = house.app.get(SessionStore);
  });
  afterAll(async () => await house.stop());

  it('A02 hides a session from other tenants and from a transaction of none', async () => {
    const hash = hashOf(await add(60));
    await expect(database.inTenant(OTHER_TENANT, (tx) => sessions.find(tx, hash))).resolves.toBeNull();
    await expect(database.transaction((tx) => sessions.find(tx, hash))).resolves.toBeNull();
    await database.inTenant(OTHER_TENANT, (tx) => sessions.remove(tx, TENANT_ID, hash));
    await expect(database.acrossTenants((tx) => sessions.find(tx, hash))).resolves.not.toBeNull();
  });

  it('A02 refuses to write a session of another tenant', async () => {
    const row = { tenantId: TENANT_ID, sessionHash: 'x', sealed: 'x' };
    await expect(database.inTenant(OTHER_TENANT, (tx) => sessions.save(tx, row, 60))).rejects.toThrow();
  });

  it.each([undefined, '', 'short', "' OR 1=1 --", 'x'.repeat(44)])('finds nothing for %s', async (cookie) => {
    await expect(house.app.get(FindSession).run(cookie)).resolves.toBeNull();
  });

  it('finds no session whose time is over, and removes it at the next sign-in', async () => {
    const sessionId = await add(-1);
    await expect(find(sessionId)).resolves.toBeNull();
    await database.inTenant(TENANT_ID, (tx) => sessions.removeExpired(tx, TENANT_ID));
    const rows = await database.inTenant(TENANT_ID, (tx) =>
      tx.query<object[]>('SELECT 1 FROM dashboard_session WHERE session_hash = $1', [hashOf(sessionId)]),
    );
    expect(rows).toEqual([]);
  });

  it('finds no session whose content was moved to another row or another tenant', async () => {
    const [mine, theirs] = [await add(60), await add(60)];
    await database.inTenant(TENANT_ID, (tx) =>
      tx.query(
        `UPDATE dashboard_session SET sealed = (SELECT sealed FROM dashboard_session WHERE session_hash = $1)
          WHERE session_hash = $2`,
        [hashOf(theirs), hashOf(mine)],
      ),
    );
    await expect(find(mine)).resolves.toBeNull();
    await expect(find(await add(60, OTHER_TENANT))).resolves.toBeNull();
  });

  it('finds a session by its id and not by its hash', async () => {
    const sessionId = await add(60);
    await expect(find(sessionId)).resolves.toMatchObject({ accessToken: 'access', user: { name: 'Scout' } });
    await expect(find(hashOf(sessionId))).resolves.toBeNull();
  });
});
