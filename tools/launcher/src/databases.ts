import pg from 'pg';
import type { StateFolder } from './folders.ts';

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

/** Makes the databases and roles of a house, or finds those that are there; gives their addresses. */
export const makeDatabases = async (
  superuserUrl: string,
  prefix: string,
  folder: StateFolder,
): Promise<Record<Owner, DatabaseAddresses>> => {
  // Imported when it is built, which a static import could not wait for.
  const { KeyDirectory, makeDatabases: make } = await import('@portico/deployment');
  // The server of a house may move: from one of its own to that of DATABASE_URL.
  const made = await make({ superuserUrl, prefix, directory: new KeyDirectory(folder.keys), follow: true });
  return {
    sso_config: made['sso-config'],
    broker: made.broker,
    identity: made.identity,
    dashboard: made.dashboard,
  };
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
