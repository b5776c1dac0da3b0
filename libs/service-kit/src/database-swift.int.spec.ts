import { startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { DataSource, QueryFailedError } from 'typeorm';
import { Database } from './database.js';
import type { Queries } from './database-flight.js';
import { grantRows, tenantPolicy } from './row-level-security.js';

const acme = '0199d5a0-0000-7000-8000-000000000001';
const globex = '0199d5a0-0000-7000-8000-000000000002';

const tables = (role: string): string[] => [
  `CREATE TABLE note (tenant_id uuid NOT NULL, text text NOT NULL, at timestamptz, tags text[], extra jsonb,
     CONSTRAINT note__pk PRIMARY KEY (tenant_id, text))`,
  ...tenantPolicy('note'),
  grantRows('note', role),
];

const ADD = 'INSERT INTO note (tenant_id, text) VALUES ($1, $2)';

describe('Database on the login path', () => {
  let server: TestDatabase;
  let source: DataSource;
  let database: Database;

  const readAll = async (tenantId: string): Promise<string[]> =>
    (
      await database.atOnceInTenant(
        tenantId,
        async (tx) => await tx.query<{ text: string }[]>('SELECT text FROM note ORDER BY text'),
      )
    ).map(({ text }) => text);
  const add = async (tx: Queries, text: string, tenantId = acme): Promise<unknown> =>
    await tx.query(ADD, [tenantId, text]);

  beforeAll(async () => {
    server = await startPostgresDatabase({ migrations: tables });
    source = await new DataSource({
      type: 'postgres',
      url: server.runtimeUrl,
      extra: { max: 2, connectionTimeoutMillis: 300 },
    }).initialize();
    database = new Database(source);
    await database.atOnceInTenant(globex, async (tx) => await add(tx, 'of globex', globex));
  });
  beforeEach(async () => {
    await database.inTenant(acme, async (tx) => await tx.query('DELETE FROM note'));
  });
  afterAll(async () => {
    await source.destroy();
    await server.drop();
  });

  it('A02 shows statements that forgot their WHERE the rows of their tenant only', async () => {
    await database.atOnceInTenant(acme, async (tx) => await add(tx, 'of acme'));
    expect(await readAll(acme)).toEqual(['of acme']);
    expect(await readAll(globex)).toEqual(['of globex']);
    const swiftly = await database.swiftlyInTenant(
      globex,
      async (tx) => await tx.query('SELECT * FROM note'),
    );
    expect(swiftly).toHaveLength(1);
  });

  it('A02 shows nothing at all without a tenant, also on a connection that has just served one', async () => {
    await database.swiftlyInTenant(acme, async (tx) => await add(tx, 'of acme'));
    for (let count = 0; count < 4; count += 1) {
      await readAll(acme);
      expect(await database.atOnce(async (tx) => await tx.query('SELECT * FROM note'))).toEqual([]);
    }
  });

  it('A02 refuses to write the row of another tenant', async () => {
    for (const work of ['atOnceInTenant', 'swiftlyInTenant'] as const)
      await expect(database[work](acme, async (tx) => await add(tx, 'smuggled', globex))).rejects.toThrow(
        'row-level security',
      );
  });

  it('A02 reads across tenants and writes none of them', async () => {
    await database.atOnceInTenant(acme, async (tx) => await add(tx, 'of acme'));
    const all = await database.atOnceAcrossTenants(async (tx) => await tx.query('SELECT text FROM note'));
    expect(all).toHaveLength(2);
    const [, changed] = await database.atOnceAcrossTenants(
      async (tx) => await tx.query<[unknown[], number]>(`UPDATE note SET at = now()`),
    );
    expect(changed).toBe(0);
  });

  it('does none of the statements that are asked at once if one of them fails', async () => {
    const work = database.atOnceInTenant(
      acme,
      async (tx) =>
        await Promise.all([add(tx, 'first'), add(tx, 'twice'), add(tx, 'twice'), add(tx, 'last')]),
    );
    await expect(work).rejects.toThrow('note__pk');
    await expect(work).rejects.toBeInstanceOf(QueryFailedError);
    expect(await readAll(acme)).toEqual([]);
  });

  it('refuses a statement that comes after the transaction was committed', async () => {
    const work = database.atOnceInTenant(acme, async (tx) => {
      await add(tx, 'first');
      await add(tx, 'late');
    });
    await expect(work).rejects.toThrow('this transaction is over');
    expect(await readAll(acme)).toEqual(['first']);
  });

  it('rolls everything back that was done before work throws', async () => {
    const work = database.swiftlyInTenant(acme, async (tx) => {
      await Promise.all([add(tx, 'first'), add(tx, 'second')]);
      await add(tx, 'third');
      throw new Error('changed its mind');
    });
    await expect(work).rejects.toThrow('changed its mind');
    expect(await readAll(acme)).toEqual([]);
  });

  it('refuses to commit over a failure that work did not notice', async () => {
    const work = database.swiftlyInTenant(acme, async (tx) => {
      await add(tx, 'first');
      await add(tx, 'first').catch(() => undefined);
    });
    await expect(work).rejects.toMatchObject({ code: 'internal_error' });
    expect(await readAll(acme)).toEqual([]);
  });

  it('commits with the last statements, and refuses more', async () => {
    await database.swiftlyInTenant(acme, async (tx) => {
      await add(tx, 'first');
      await Promise.all([add(tx.last, 'second'), add(tx.last, 'third')]);
      expect(await readAll(acme)).toHaveLength(3);
    });
    const late = database.swiftlyInTenant(acme, async (tx) => {
      await add(tx.last, 'fourth');
      await add(tx, 'late');
    });
    await expect(late).rejects.toThrow('this transaction is over');
    expect(await readAll(acme)).toHaveLength(4);
  });

  it('does none of it if one of the last statements fails, or one before them did unnoticed', async () => {
    const fails = database.swiftlyInTenant(acme, async (tx) => {
      await add(tx, 'first');
      await add(tx.last, 'first');
    });
    await expect(fails).rejects.toThrow('note__pk');
    const unnoticed = database.swiftlyInTenant(acme, async (tx) => {
      await Promise.all([add(tx, 'second'), add(tx, 'second').catch(() => undefined)]).catch(() => undefined);
      await add(tx.last, 'third');
    });
    await expect(unnoticed).rejects.toThrow();
    expect(await readAll(acme)).toEqual([]);
  });

  it('goes on after a statement that the server would not even prepare', async () => {
    for (let count = 0; count < 3; count += 1) {
      await expect(
        database.atOnceInTenant(acme, async (tx) => await tx.query('SELECT nothing FROM nowhere')),
      ).rejects.toThrow('nowhere');
      await expect(
        database.atOnceInTenant(acme, async (tx) => await tx.query('SELECT 1 / $1::int', [count && 0])),
      ).rejects.toThrow('division by zero');
    }
    expect(
      await database.atOnceInTenant(acme, async (tx) => await tx.query('SELECT 1 / $1::int AS one', [1])),
    ).toEqual([{ one: 1 }]);
  });

  it('gives values as TypeORM gives them, the first time and ever after', async () => {
    const at = new Date('2026-11-23T08:00:00.123Z');
    for (let count = 0; count < 3; count += 1) {
      const text = `note ${String(count)}`;
      const row = { tenant_id: acme, text, at, tags: ['a', 'b,"c"\\'], extra: { deep: [1] } };
      const added = await database.atOnceInTenant(
        acme,
        async (tx) =>
          await tx.query('INSERT INTO note VALUES ($1, $2, $3, $4, $5) RETURNING *', Object.values(row)),
      );
      const again = await database.inTenant(
        acme,
        async (tx) => await tx.query('SELECT * FROM note WHERE text = $1', [text]),
      );
      expect(added).toEqual([row]);
      expect(again).toEqual([row]);
    }
    const gone = await database.swiftlyInTenant(acme, async (tx) => await tx.query('DELETE FROM note'));
    expect(gone).toEqual([[], 3]);
  });

  it('says try again while no connection comes about, and never lends a broken one', async () => {
    const held = await Promise.all([1, 2].map(async () => await heldConnection(source)));
    await expect(readAll(acme)).rejects.toMatchObject({ code: 'try_again' });
    for (const give of held) give();
    await expect(
      database.atOnce(async (tx) => await tx.query('SELECT pg_terminate_backend(pg_backend_pid())')),
    ).rejects.toThrow();
    await expect(
      database.swiftlyInTenant(
        acme,
        async (tx) => await tx.query('SELECT pg_terminate_backend(pg_backend_pid())'),
      ),
    ).rejects.toThrow();
    expect(await readAll(acme)).toEqual([]);
  });
});

const heldConnection = async (source: DataSource): Promise<() => void> => {
  const runner = source.createQueryRunner();
  await runner.connect();
  return () => void runner.release();
};
