import { join } from 'node:path';
import pg from 'pg';
import { keep, type StateFolder } from './folders.ts';
import { randomText } from './keys.ts';

/** The services that own a database. */
export const OWNERS = ['sso_config', 'broker', 'identity', 'dashboard'] as const;
export type Owner = (typeof OWNERS)[number];

/** The two ways into one database. */
export interface DatabaseAddresses {
  /** Owns the tables; for migrations only. */
  owner: string;
  /** May read and write rows, and is bound by row-level security. */
  runtime: string;
}

/** Makes the databases and roles of a house, or sets the passwords of those that are there; gives their addresses. */
export const makeDatabases = async (
  superuserUrl: string,
  prefix: string,
  folder: StateFolder,
): Promise<Record<Owner, DatabaseAddresses>> => {
  const passwords = JSON.parse(keep(join(folder.keys, 'database-passwords.json'), newPasswords)) as Record<
    string,
    string
  >;
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const owner of OWNERS) await makeDatabase(client, `${prefix}_${owner}`, passwords);
  } finally {
    await client.end();
  }
  return Object.fromEntries(
    OWNERS.map((owner) => [owner, addresses(superuserUrl, `${prefix}_${owner}`, passwords)]),
  ) as Record<Owner, DatabaseAddresses>;
};

/** Forgets the databases of a house on a server that is not ours. */
export const dropDatabases = async (superuserUrl: string, prefix: string): Promise<void> => {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const owner of OWNERS) {
      const name = `${prefix}_${owner}`;
      await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      for (const role of [`${name}_owner`, name]) await client.query(`DROP ROLE IF EXISTS "${role}"`);
    }
  } finally {
    await client.end();
  }
};

/** Passwords by the last part of a role's name. */
const newPasswords = (): string => JSON.stringify({ owner: randomText(), runtime: randomText() });

const makeDatabase = async (
  client: pg.Client,
  name: string,
  passwords: Record<string, string>,
): Promise<void> => {
  await makeRole(client, `${name}_owner`, passwords['owner']);
  await makeRole(client, name, passwords['runtime']);
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (rowCount) return;
  await client.query(`CREATE DATABASE "${name}" OWNER "${name}_owner"`);
  await client.query(`REVOKE ALL ON DATABASE "${name}" FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE "${name}" TO "${name}"`);
};

const makeRole = async (client: pg.Client, role: string, password = ''): Promise<void> => {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (!rowCount) await client.query(`CREATE ROLE "${role}"`);
  // A role that owns nothing, may make nothing, and sees no row that a policy does not show.
  await client.query(
    `ALTER ROLE "${role}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD ${pg.escapeLiteral(password)}`,
  );
};

const addresses = (
  superuserUrl: string,
  name: string,
  passwords: Record<string, string>,
): DatabaseAddresses => ({
  owner: addressOf(superuserUrl, name, `${name}_owner`, passwords['owner']),
  runtime: addressOf(superuserUrl, name, name, passwords['runtime']),
});

const addressOf = (superuserUrl: string, database: string, role: string, password = ''): string => {
  const url = new URL(superuserUrl);
  url.pathname = `/${database}`;
  url.username = role;
  url.password = password;
  return url.href;
};
