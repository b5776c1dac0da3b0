import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { needs } from './needs.js';
import { startPostgresDatabase, type TestDatabase } from './postgres.js';

type Client = Pick<pg.Client, 'query'>;

/** A service's database as an older release has left it. */
export interface KeptData {
  /** The commit of that release. */
  from: string;
  /** Tables, columns, keys, indexes and policies, as `describeSchema` tells them. */
  schema: string[];
  /** What the release had run, oldest first. */
  migrations: string[];
  /** The rows of each table, a JSON array as text: no number loses a digit on its way through JavaScript. */
  tables: Record<string, string>;
  /** Where each sequence has come to. */
  sequences: Record<string, string>;
  /** Files of keys that open what is sealed in it; keys of a demo that has ended. */
  keys: Record<string, string>;
}

const FOLDER = join(import.meta.dirname, '..', 'kept');

/** Reads the data of a service that is kept in this repository. */
export const readKept = (service: string): KeptData =>
  JSON.parse(gunzipSync(readFileSync(join(FOLDER, `${service}.json.gz`))).toString()) as KeptData;

/** The content of the file that `readKept` reads. */
export const packKept = (kept: KeptData): Buffer => gzipSync(JSON.stringify(kept), { level: 9 });

const SCHEMA = `
  SELECT format('%s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
      CASE WHEN a.attnotnull THEN ' NOT NULL' END, ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)) AS line
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
   WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
  UNION ALL
  SELECT format('%s %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
   WHERE connamespace = 'public'::regnamespace
  UNION ALL
  SELECT replace(indexdef, 'public.', '') FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL
  SELECT format('%s %s %s %s %s', tablename, policyname, cmd, qual, with_check) FROM pg_policies
  ORDER BY 1`;

/** What a database is made of, a line for each column, constraint, index and policy. */
export const describeSchema = async (client: Client): Promise<string[]> =>
  (await client.query<{ line: string }>(SCHEMA)).rows.map(({ line }) => line);

const namesOf = async (client: Client, text: string): Promise<string[]> =>
  (await client.query<{ name: string }>(text)).rows.map(({ name }) => name);

const TABLES = `SELECT relname AS name FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`;
const SEQUENCES = `SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public'`;

const rowsOf = async (client: Client, table: string): Promise<string> => {
  const text = `SELECT coalesce(json_agg(t), '[]')::text AS rows FROM ${pg.escapeIdentifier(table)} t`;
  return (await client.query<{ rows: string }>(text)).rows[0]?.rows ?? '[]';
};

/** Everything in a database at one moment, read by a role that row-level security does not bind. */
export const keepData = async (url: string): Promise<Omit<KeptData, 'from' | 'keys'>> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    const tables: Record<string, string> = {};
    for (const table of await namesOf(client, TABLES)) tables[table] = await rowsOf(client, table);
    const sequences: Record<string, string> = {};
    for (const name of await namesOf(client, SEQUENCES))
      sequences[name] =
        (await client.query<{ at: string }>(`SELECT last_value AS at FROM ${pg.escapeIdentifier(name)}`))
          .rows[0]?.at ?? '1';
    const migrations = await namesOf(client, 'SELECT name FROM schema_migration ORDER BY timestamp, id');
    return { schema: await describeSchema(client), migrations, tables, sequences };
  } finally {
    await client.end();
  }
};

/** The server's superuser in a test's database. */
const asSuperuser = async <T>(
  { ownerUrl }: TestDatabase,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> => {
  const url = new URL(needs('PORTICO_TEST_DATABASE_URL', 'the address of a PostgreSQL 18 as its superuser'));
  url.pathname = new URL(ownerUrl).pathname;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** A database as its release has left it, and what it was made of before any row came. */
export interface KeptDatabase {
  database: TestDatabase;
  schema: string[];
}

/** Makes a database by the migrations that the release had run, for `migrate` to run them, and puts its rows in. */
export const startKeptDatabase = async (
  kept: KeptData,
  migrate: (database: TestDatabase, only: string[]) => Promise<unknown>,
): Promise<KeptDatabase> => {
  const database = await startPostgresDatabase();
  await migrate(database, kept.migrations);
  const schema = await asSuperuser(database, describeSchema);
  await loadKept(database, kept);
  return { database, schema };
};

const loadKept = async (database: TestDatabase, { tables, sequences }: KeptData): Promise<void> => {
  await asSuperuser(database, async (client) => {
    // Rows come table by table, so what refers to each other is not there at the same time.
    await client.query(`SET session_replication_role = replica`);
    for (const [table, rows] of Object.entries(tables)) {
      const name = pg.escapeIdentifier(table);
      await client.query(`DELETE FROM ${name}`);
      await client.query(`INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, $1)`, [
        rows,
      ]);
    }
    for (const [sequence, at] of Object.entries(sequences))
      await client.query('SELECT setval($1::regclass, $2)', [pg.escapeIdentifier(sequence), at]);
  });
};

type Row = Record<string, unknown>;

/** What an upgrade has lost or changed of kept rows, in the columns that they had; a line for each table. */
export const lostFrom = async (database: TestDatabase, { tables }: KeptData): Promise<string[]> =>
  await asSuperuser(database, async (client) => {
    const faults: string[] = [];
    const names = await namesOf(client, TABLES);
    for (const [table, text] of Object.entries(tables)) {
      const before = JSON.parse(text) as Row[];
      if (!names.includes(table)) faults.push(`${table} is gone with ${before.length} rows`);
      else faults.push(...compare(table, before, JSON.parse(await rowsOf(client, table)) as Row[]));
    }
    return faults;
  });

const compare = (table: string, before: Row[], now: Row[]): string[] => {
  const columns = Object.keys(before[0] ?? {}).toSorted();
  const textOf = (row: Row): string => JSON.stringify(columns.map((column) => [column, row[column] ?? null]));
  const left = new Map<string, number>();
  for (const row of now) left.set(textOf(row), (left.get(textOf(row)) ?? 0) + 1);
  const missing = before.filter((row) => {
    const count = left.get(textOf(row)) ?? 0;
    left.set(textOf(row), count - 1);
    return count < 1;
  });
  // What an upgrade has run is recorded beside what had been run before.
  const added = table === 'schema_migration' ? 0 : now.length - before.length;
  return [
    ...(missing.length > 0
      ? [`${table}: ${missing.length} of ${before.length} rows are lost or changed`]
      : []),
    ...(added > 0 ? [`${table}: ${added} rows nobody has written`] : []),
  ];
};
