import { AppError, LoginFailed } from '@portico/contracts';
import { Outbox } from '@portico/messaging';
import { Database, migrateDatabase, newId } from '@portico/service-kit';
import { startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { DataSource } from 'typeorm';
import { ENTITIES } from '../entities.js';
import { migrationsFor } from '../migrations/index.js';
import { EndOverdueLogins } from './end-overdue-logins.js';
import type { LoginEntity } from './login.entity.js';
import { LoginStore } from './login.store.js';
import { OverdueLoginStore } from './overdue-login.store.js';

const logins = new LoginStore();

describe(EndOverdueLogins.name, () => {
  let testDatabase: TestDatabase;
  /** Two, as two replicas of the broker have. */
  let sources: DataSource[];
  let databases: Database[];
  let replicas: EndOverdueLogins[];

  beforeAll(async () => {
    testDatabase = await startPostgresDatabase();
    await migrateDatabase(testDatabase.ownerUrl, migrationsFor(testDatabase.runtimeRole));
    const options = { type: 'postgres', url: testDatabase.runtimeUrl, entities: ENTITIES } as const;
    sources = await Promise.all([1, 2].map(async () => await new DataSource(options).initialize()));
    databases = sources.map((source) => new Database(source));
    // Nothing is published here: what the outbox holds is what would be.
    const outbox = new Outbox('broker', { nudge: () => undefined } as never);
    replicas = databases.map((database) => new EndOverdueLogins(database, new OverdueLoginStore(), outbox));
  });
  afterAll(async () => {
    await Promise.all(sources.map((source) => source.destroy()));
    await testDatabase.drop();
  });

  /** A login that started so long ago; claimed, where it says so. */
  const aLogin = async (
    minutes: number,
    { tenantId = newId(), claimed = false } = {},
  ): Promise<LoginEntity> =>
    await databases[0]!.inTenant(tenantId, async (tx) => {
      const login = await logins.start(tx, { id: newId(), tenantId, applicationId: 'phone', method: 'sso' });
      if (claimed) await logins.claim(tx, login);
      await tx.query(`UPDATE login SET started_at = now() - make_interval(secs => $2) WHERE id = $1`, [
        login.id,
        minutes * 60,
      ]);
      return login;
    });
  const find = async ({ tenantId, id }: LoginEntity): Promise<Pick<LoginEntity, 'status' | 'code'>> => {
    const { status, code } = await databases[0]!.inTenant(
      tenantId,
      async (tx) => await logins.get(tx, { tenantId, id }),
    );
    return { status, code };
  };
  const facts = async ({ tenantId, id }: LoginEntity): Promise<unknown[]> =>
    await databases[0]!.transaction(
      async (tx) =>
        await tx.query(
          `SELECT type, tenant_id, data FROM outbox_event WHERE tenant_id = $1 AND subject = $2`,
          [tenantId, id],
        ),
    );

  it('leaves alone what may still return, and what has ended', async () => {
    // All in one tenant, which is visited for the sake of one that is overdue.
    const { tenantId } = await aLogin(15);
    const returning = await aLogin(14.9, { tenantId });
    const proving = await aLogin(29.9, { tenantId, claimed: true });
    const ended = await aLogin(60, { tenantId });
    await databases[0]!.inTenant(ended.tenantId, async (tx) => {
      await logins.fail(tx, ended, 'user_unknown', null);
    });
    expect(await replicas[0]!.run()).toBe(1);
    expect(await Promise.all([returning, proving, ended].map(find))).toEqual([
      { status: 'started', code: null },
      { status: 'claimed', code: null },
      { status: 'failed', code: 'user_unknown' },
    ]);
  });

  it('ends what did not return, and publishes it in the same transaction', async () => {
    const login = await aLogin(15);
    const forgotten = await aLogin(30, { claimed: true });
    expect(await replicas[0]!.run()).toBe(2);
    for (const one of [login, forgotten]) {
      expect(await find(one)).toEqual({ status: 'failed', code: 'did_not_return' });
      const data = { loginId: one.id, reference: one.reference, code: 'did_not_return' };
      expect(await facts(one)).toMatchObject([{ type: LoginFailed.type, tenant_id: one.tenantId, data }]);
    }
  });

  it('ends each once, whichever replicas run at once', async () => {
    const tenantId = newId();
    const overdue = await Promise.all(Array.from({ length: 40 }, () => aLogin(20, { tenantId })));
    const counts = await Promise.all(Array.from({ length: 6 }, async (_, n) => await replicas[n % 2]!.run()));
    const rest = await replicas[0]!.run();
    expect(counts.reduce((sum, count) => sum + count, rest)).toBe(40);
    for (const login of overdue) expect(await facts(login)).toHaveLength(1);
  });

  it('passes by what a callback holds', async () => {
    const login = await aLogin(15);
    await databases[0]!.inTenant(login.tenantId, async (tx) => {
      await tx.query('SELECT FROM login WHERE id = $1 FOR UPDATE', [login.id]);
      expect(await replicas[1]!.run()).toBe(0);
    });
    expect(await replicas[1]!.run()).toBe(1);
  });

  it('P01 refuses who comes back after that as too late, not as having been there before', async () => {
    const login = await aLogin(16);
    await replicas[0]!.run();
    const claim = databases[0]!.inTenant(login.tenantId, async (tx) => await logins.claim(tx, login));
    await expect(claim).rejects.toThrow(new AppError('login_expired').message);
  });

  it('finds them by an index of what is under way', async () => {
    const plan = await databases[0]!.acrossTenants(async (tx) => {
      await tx.query('SET LOCAL enable_seqscan = off');
      return await tx.query<unknown[]>(
        `EXPLAIN SELECT DISTINCT tenant_id FROM login
          WHERE (status = 'started' AND started_at <= now() OR status = 'claimed' AND started_at <= now())`,
      );
    });
    expect(JSON.stringify(plan)).toContain('login__under_way');
  });
});
