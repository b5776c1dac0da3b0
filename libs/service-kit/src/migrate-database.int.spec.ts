import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startPostgresDatabase, type TestDatabase } from '@portico/testing';
import type { QueryRunner } from 'typeorm';
import { migrateAsOwner, migrateDatabase, type Migration } from './migrate-database.js';

/** A migration whose name ends with a time, as TypeORM wants it. */
const migration = (name: string, ...statements: string[]): Migration => {
  const made = class {
    async up(runner: QueryRunner): Promise<void> {
      for (const statement of statements) await runner.query(statement);
    }
    async down(): Promise<void> {}
  };
  Object.defineProperty(made, 'name', { value: name });
  return made;
};

const first = migration(
  'First1700000000000',
  'CREATE TABLE note (text text)',
  `INSERT INTO note VALUES ('kept')`,
);
const second = migration('Second1700000000001', 'ALTER TABLE note ADD COLUMN author text');
const broken = migration(
  'Third1700000000002',
  'ALTER TABLE note ADD COLUMN half text',
  `UPDATE note SET half = 'begun'`,
  'ALTER TABLE nowhere ADD COLUMN a text',
);
const third = migration('Third1700000000002', 'ALTER TABLE note ADD COLUMN whole text');

describe(migrateDatabase.name, () => {
  let database: TestDatabase;

  const migrate = async (...migrations: Migration[]): Promise<string[]> =>
    await migrateDatabase(database.ownerUrl, migrations);
  const columns = async (): Promise<string[]> =>
    (
      await database.sql<{ name: string }>(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass('note') AND attnum > 0 ORDER BY attnum`,
      )
    ).map(({ name }) => name);
  const addressOf = (changes: Partial<URL>): string =>
    Object.assign(new URL(database.ownerUrl), changes).href;

  beforeEach(async () => {
    database = await startPostgresDatabase();
  });
  afterEach(async () => {
    await database.drop();
  });

  it('refuses a database that a newer release has migrated, names what it does not know, and changes nothing', async () => {
    await migrate(first, second);
    await expect(migrate(first)).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('newer release (Second1700000000001)') as string,
    });
    await expect(migrate(first, third)).rejects.toMatchObject({ kind: 'refused' });
    expect(await columns()).toEqual(['text', 'author']);
  });

  it('refuses the database of another service and changes nothing', async () => {
    await migrate(first);
    const ours = migration('Ours1700000000000', 'CREATE TABLE ours (id int)');
    await expect(migrate(ours)).rejects.toMatchObject({
      kind: 'misconfigured',
      message: expect.stringContaining(`is not this service's: it began with First1700000000000`) as string,
    });
    expect(await database.sql(`SELECT to_regclass('ours') AS name`)).toEqual([{ name: null }]);
  });

  it('leaves nothing of a migration that fails half way, keeps those before it, and goes on once it is mended', async () => {
    await expect(migrate(first, second, broken)).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/migration Third1700000000002 failed: .*nowhere/) as string,
    });
    expect(await columns()).toEqual(['text', 'author']);
    expect(await migrate(first, second, third)).toEqual(['Third1700000000002']);
    expect(await columns()).toEqual(['text', 'author', 'whole']);
    expect(await database.sql('SELECT text FROM note')).toEqual([{ text: 'kept' }]);
  });

  it('refuses the runtime role, which may not change tables', async () => {
    await migrate(first);
    const asRuntime = migrateDatabase(database.runtimeUrl, [first, second]);
    await expect(asRuntime).rejects.toMatchObject({
      kind: 'misconfigured',
      message: expect.stringContaining('needs the role that owns them') as string,
    });
  });

  it('refuses one role for both, which would own the tables that it is walled in by', async () => {
    const { ownerUrl } = database;
    const job = migrateAsOwner({ PORTICO_MIGRATION_DATABASE_URL: ownerUrl, DATABASE_URL: ownerUrl }, () => [
      first,
    ]);
    await expect(job).rejects.toMatchObject({ kind: 'misconfigured' });
    expect(await columns()).toEqual([]);
  });

  it.each([
    ['a wrong password', { password: 'wrong' }, 'misconfigured', 'the password of role'],
    [
      'a database that is not there',
      { pathname: '/nowhere' },
      'misconfigured',
      'there is no database nowhere',
    ],
  ])('says what is wrong with %s', async (_, changes, kind, sentence) => {
    await expect(migrateDatabase(addressOf(changes), [first])).rejects.toMatchObject({
      kind,
      message: expect.stringContaining(sentence) as string,
    });
  });

  it('says that nobody answers at the address', async () => {
    const port = String(await freePort());
    await expect(migrateDatabase(addressOf({ host: `127.0.0.1:${port}` }), [first])).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining(`PostgreSQL at 127.0.0.1:${port} cannot be reached`) as string,
    });
  });

  it('lets others pass while a table is in use, sooner than their statements give up, and changes it afterwards', async () => {
    await migrate(first);
    const reading = database.sql('SELECT pg_sleep(4), text FROM note');
    const migrating = migrate(first, second);
    await sleep(1000);
    const begun = performance.now();
    expect(await database.sql('SELECT text FROM note')).toEqual([{ text: 'kept' }]);
    expect(performance.now() - begun).toBeLessThan(2000);
    await reading;
    expect(await migrating).toEqual(['Second1700000000001']);
  });
});
