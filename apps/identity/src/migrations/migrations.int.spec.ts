import { Database, migrateDatabase } from '@portico/service-kit';
import type { TestDatabase } from '@portico/testing';
import { DataSource, type EntityManager } from 'typeorm';
import { ENTITIES } from '../entities.js';
import { connectSuperuser, startIdentityDatabase } from '../identity-house.fixture.js';
import { LookupStore } from '../lookup/lookup.store.js';
import { MatchStore } from '../match/match.store.js';
import { ResolutionStore } from '../match/resolution.store.js';
import { PasswordStore } from '../passwords/password.store.js';
import { migrationsFor } from './index.js';

const ISSUER = 'https://idp.example.com';
const TENANT = `('0199d5a0-0000-7000-8000-' || lpad((n / 100)::text, 12, '0'))::uuid`;
const MANY_USERS = [
  `INSERT INTO app_user (tenant_id, email, email_normal, name, roles)
   SELECT ${TENANT}, 'x', 'user-' || n || '@acme.example', 'x', '{member}' FROM generate_series(1, 20000) AS n`,
  `INSERT INTO identity_link SELECT tenant_id, tenant_id, '${ISSUER}', id::text, id FROM app_user`,
  `INSERT INTO user_password SELECT tenant_id, id, 'x' FROM app_user`,
  `INSERT INTO resolution SELECT ${TENANT}, uuidv7(), '{}' FROM generate_series(1, 20000) AS n`,
  'ANALYZE',
];

describe('the migrations of identity', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await startIdentityDatabase();
  }, 60_000);
  afterAll(async () => {
    await database.drop();
  });

  it('leave nothing that the entities would change', async () => {
    const source = await new DataSource({
      type: 'postgres',
      url: database.ownerUrl,
      entities: ENTITIES,
    }).initialize();
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    await source.destroy();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('do nothing the second time', async () => {
    expect(await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole))).toEqual([]);
  });

  it('put every tenant table behind forced row-level security', async () => {
    const tables = await database.sql<{ relname: string; forced: boolean }>(
      `SELECT relname, relrowsecurity AND relforcerowsecurity AS forced FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    );
    const open = tables.filter(({ forced }) => !forced).map(({ relname }) => relname);
    expect(open.sort()).toEqual(['dead_letter', 'inbox_event', 'outbox_event', 'schema_migration']);
  });

  it('give the runtime role no table of its own', async () => {
    const owned = await database.sql(
      `SELECT relname FROM pg_class JOIN pg_roles ON relowner = pg_roles.oid WHERE rolname = $1`,
      [database.runtimeRole],
    );
    expect(owned).toEqual([]);
  });

  describe('among 20,000 users of 200 tenants', () => {
    const tenantId = '0199d5a0-0000-7000-8000-000000000007';
    const email = 'user-701@acme.example';
    const identity = { issuer: ISSUER, subject: 'x' };
    const question = {
      tenantId,
      connectionId: tenantId,
      loginId: tenantId,
      identity,
      policy: 'match_only' as const,
    };
    let runtime: DataSource;

    beforeAll(async () => {
      const superuser = await connectSuperuser(database);
      for (const statement of MANY_USERS) await superuser.query(statement);
      await superuser.destroy();
      runtime = await new DataSource({ type: 'postgres', url: database.runtimeUrl }).initialize();
    });
    afterAll(async () => {
      await runtime.destroy();
    });

    /** The plan of the statement that a store runs, as the runtime role makes it. */
    const planOf = async (across: boolean, run: (tx: EntityManager) => Promise<unknown>): Promise<string> => {
      const plan = await new Database(runtime)[across ? 'acrossTenants' : 'transaction'](async (tx) => {
        await tx.query(`SELECT set_config('portico.tenant', $1, true)`, [across ? '' : tenantId]);
        let lines: Record<string, string>[] = [];
        const explain = async (sql: string, values: unknown[]): Promise<object[]> => {
          lines = await tx.query<Record<string, string>[]>(`EXPLAIN ${sql}`, values);
          return [{}];
        };
        await run({ query: explain } as unknown as EntityManager);
        return lines;
      });
      return plan.map((line) => line['QUERY PLAN']).join('\n');
    };

    it.each<[string, boolean, (tx: EntityManager) => Promise<unknown>]>([
      ['ask.identity.lookup', true, (tx) => new LookupStore().listByEmail(tx, email)],
      ['ask.identity.check-password', true, (tx) => new PasswordStore().listHolders(tx, [tenantId], email)],
      ['a linked sign-in', false, (tx) => new MatchStore().findKnown(tx, question)],
      ['a first sign-in', false, (tx) => new MatchStore().listCandidates(tx, question, email)],
      ['an answer', false, (tx) => new ResolutionStore().add(tx, { tenantId, loginId: tenantId, reply: {} })],
    ])('give %s an index for every table', async (_, across, run) => {
      const plan = await planOf(across, run);
      expect(plan).toMatch(/Index|Insert/);
      expect(plan).not.toContain('Seq Scan');
    });
  });
});
