import { startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { DataSource } from 'typeorm';
import { Database } from './database.js';
import { grantRows, tenantPolicy } from './row-level-security.js';

const acme = '0199d5a0-0000-7000-8000-000000000001';
const globex = '0199d5a0-0000-7000-8000-000000000002';

const tables = (role: string): string[] => [
  `CREATE TABLE note (tenant_id uuid NOT NULL, text text NOT NULL, CONSTRAINT note__pk PRIMARY KEY (tenant_id, text))`,
  ...tenantPolicy('note'),
  grantRows('note', role),
];

describe(Database.name, () => {
  let server: TestDatabase;
  let source: DataSource;
  let database: Database;

  const texts = (rows: { text: string }[]): string[] => rows.map(({ text }) => text);
  const readAll = async (tenantId: string): Promise<string[]> =>
    texts(
      await database.inTenant(tenantId, async (tx) => await tx.query('SELECT text FROM note ORDER BY text')),
    );

  beforeAll(async () => {
    server = await startPostgresDatabase({ migrations: tables });
    source = await new DataSource({
      type: 'postgres',
      url: server.runtimeUrl,
      extra: { max: 3, connectionTimeoutMillis: 300 },
    }).initialize();
    database = new Database(source);
    for (const [tenantId, text] of [
      [acme, 'of acme'],
      [globex, 'of globex'],
    ] as const) {
      await database.inTenant(
        tenantId,
        async (tx) => await tx.query('INSERT INTO note VALUES ($1, $2)', [tenantId, text]),
      );
    }
  });

  afterAll(async () => {
    await source.destroy();
    await server.drop();
  });

  it('A02 shows a query without a tenant nothing at all', async () => {
    expect(await database.transaction(async (tx) => await tx.query('SELECT * FROM note'))).toEqual([]);
  });

  it('A02 shows a query that forgot its WHERE the rows of its tenant only', async () => {
    expect(await readAll(acme)).toEqual(['of acme']);
    expect(await readAll(globex)).toEqual(['of globex']);
  });

  it('A02 refuses to write a row of another tenant', async () => {
    const writing = database.inTenant(
      acme,
      async (tx) => await tx.query(`INSERT INTO note VALUES ($1, 'forged')`, [globex]),
    );
    await expect(writing).rejects.toThrow('row-level security');
  });

  it.each([
    ['adds', `INSERT INTO note VALUES ('${acme}', 'added')`],
    ['changes', `UPDATE note SET text = 'changed'`],
    ['deletes', 'DELETE FROM note'],
  ])('A02 %s nothing across tenants', async (_, statement) => {
    await database.acrossTenants(async (tx) => await tx.query(statement)).catch(() => undefined);
    expect([...(await readAll(acme)), ...(await readAll(globex))]).toEqual(['of acme', 'of globex']);
  });

  it('reads across tenants where that is asked for by name', async () => {
    const rows = await database.acrossTenants(
      async (tx) => await tx.query<{ text: string }[]>('SELECT text FROM note ORDER BY text'),
    );
    expect(texts(rows)).toEqual(['of acme', 'of globex']);
  });

  it('leaves no tenant behind on a connection that is used again', async () => {
    for (let round = 0; round < 10; round += 1) await readAll(acme);
    expect(await database.transaction(async (tx) => await tx.query('SELECT * FROM note'))).toEqual([]);
  });

  it('undoes everything of work that throws', async () => {
    const work = database.inTenant(acme, async (tx) => {
      await tx.query(`INSERT INTO note VALUES ($1, 'half')`, [acme]);
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await readAll(acme)).toEqual(['of acme']);
  });

  it('F13 refuses with try_again while every connection is taken, and works again after', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const holders = [1, 2, 3].map(async () => await database.transaction(async () => await held));
    await expect(database.transaction(async () => 'never')).rejects.toMatchObject({ code: 'try_again' });
    release();
    await Promise.all(holders);
    await expect(database.transaction(async () => 'fine')).resolves.toBe('fine');
  });

  it('F11 takes up work again after the server has ended every connection', async () => {
    await readAll(acme);
    await server.disconnect();
    await readAll(acme).catch(() => undefined);
    expect(await readAll(acme)).toEqual(['of acme']);
  });
});
