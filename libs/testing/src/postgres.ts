import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { needs } from './needs.js';

/** A database of the test's own, with the two roles that every service has. */
export interface TestDatabase {
  /** Runs migrations and owns the tables. */
  ownerUrl: string;
  /** What the service connects with: owns nothing and bypasses nothing. */
  runtimeUrl: string;
  runtimeRole: string;
  /** Runs SQL as the owner. */
  sql: <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;
  /** Ends every connection of the runtime role, as a failover does. */
  disconnect: () => Promise<void>;
  /** Copies the database's files as they are now; what is given brings them back, as restoring a backup does. */
  backUp: () => Promise<() => Promise<void>>;
  drop: () => Promise<void>;
}

/** A copy needs the original to itself, and takes the place of what has its name. */
const copyDatabase = (from: string, to: string, owner: string): string[] => [
  `DROP DATABASE IF EXISTS ${to} WITH (FORCE)`,
  `ALTER DATABASE ${from} ALLOW_CONNECTIONS false`,
  `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${from}'`,
  `CREATE DATABASE ${to} TEMPLATE ${from} OWNER ${owner}`,
  `ALTER DATABASE ${from} ALLOW_CONNECTIONS true`,
];

/** Makes an empty database; `migrations` is SQL that the owner runs in it, given the name of the runtime role. */
export const startPostgresDatabase = async ({
  migrations = () => [],
}: { migrations?: (runtimeRole: string) => string[] } = {}): Promise<TestDatabase> => {
  const server = needs('PORTICO_TEST_DATABASE_URL', 'the address of a PostgreSQL 18 as its superuser');
  const database = `test_${randomBytes(6).toString('hex')}`;
  const [owner, runtime] = [`${database}_owner`, `${database}_runtime`];
  const password = randomBytes(12).toString('hex');
  await statements(server, [
    `CREATE ROLE ${owner} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '${password}'`,
    `CREATE ROLE ${runtime} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '${password}'`,
    `CREATE DATABASE ${database} OWNER ${owner}`,
    `REVOKE ALL ON DATABASE ${database} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${database} TO ${runtime}`,
  ]);
  const urlOf = (role: string): string => {
    const url = new URL(server);
    [url.username, url.password, url.pathname] = [role, password, database];
    return url.href;
  };
  const ownerUrl = urlOf(owner);
  await statements(ownerUrl, migrations(runtime));
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  pool.on('error', () => undefined);
  return {
    ownerUrl,
    runtimeUrl: urlOf(runtime),
    runtimeRole: runtime,
    sql: async <Row extends object>(text: string, values?: unknown[]) =>
      (await pool.query<Row>(text, values)).rows,
    disconnect: async () => {
      await statements(server, [
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${runtime}'`,
      ]);
    },
    backUp: async () => {
      const copy = `${database}_backup`;
      await statements(server, copyDatabase(database, copy, owner));
      return async () => {
        await statements(server, copyDatabase(copy, database, owner));
      };
    },
    drop: async () => {
      await pool.end();
      await statements(server, [
        `DROP DATABASE IF EXISTS ${database}_backup WITH (FORCE)`,
        `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`,
        `DROP ROLE IF EXISTS ${owner}`,
        `DROP ROLE IF EXISTS ${runtime}`,
      ]);
    },
  };
};

const statements = async (url: string, texts: string[]): Promise<void> => {
  if (texts.length === 0) return;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const text of texts) await client.query(text);
  } finally {
    await client.end();
  }
};
