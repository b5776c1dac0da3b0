import pg from 'pg';
import { type DeployedService, keepFile, type KeyDirectory, SERVICES } from './key-directory.js';
import { randomText } from './make-keys.js';
import { rewriteHost } from './rewrite-host.js';

/** The two ways into one database, and whether it was made now. */
export interface MadeDatabase {
  name: string;
  /** Owns the tables; for migrations only. */
  owner: string;
  /** May read and write rows, and is bound by row-level security. */
  runtime: string;
  made: boolean;
}

export interface DatabasesWanted {
  /** The server, as somebody who may make roles and databases. */
  superuserUrl: string;
  directory: KeyDirectory;
  /** Databases and roles are named `<prefix>_<service>`, where the directory does not name others. */
  prefix?: string;
  /** Lets the addresses of the directory follow a server that has moved; else they stay as they are. */
  follow?: boolean;
}

/**
 * Makes the databases and roles of every service, and the files with the ways to them; what is there stays. Roles get
 * the passwords of those files.
 */
export const makeDatabases = async ({
  superuserUrl,
  directory,
  prefix = 'portico',
  follow = false,
}: DatabasesWanted): Promise<Record<DeployedService, MadeDatabase>> => {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const made: [DeployedService, MadeDatabase][] = [];
    for (const service of SERVICES) {
      const name = `${prefix}_${service.replaceAll('-', '_')}`;
      const way = (file: string, role: string): string => {
        const { content } = keepFile(file, () => wayIn(superuserUrl, name, role));
        return follow ? rewriteHost(file, content.trim(), superuserUrl) : content.trim();
      };
      const owner = way(directory.ownerDatabaseUrl(service), `${name}_owner`);
      const runtime = way(directory.databaseUrl(service), name);
      made.push([service, await makeDatabase(client, { owner, runtime })]);
    }
    return Object.fromEntries(made) as Record<DeployedService, MadeDatabase>;
  } finally {
    await client.end();
  }
};

const makeDatabase = async (
  client: pg.Client,
  { owner, runtime }: Pick<MadeDatabase, 'owner' | 'runtime'>,
): Promise<MadeDatabase> => {
  const name = decodeURIComponent(new URL(runtime).pathname.slice(1));
  const [ownerRole, runtimeRole] = [await makeRole(client, owner), await makeRole(client, runtime)];
  const [database, forOwner, forRuntime] = [name, ownerRole, runtimeRole].map((word) =>
    pg.escapeIdentifier(word),
  );
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (rowCount) return { name, owner, runtime, made: false };
  await client.query(`CREATE DATABASE ${database} OWNER ${forOwner}`);
  await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${forRuntime}`);
  return { name, owner, runtime, made: true };
};

/** A role that owns nothing, may make nothing, and sees no row that a policy does not show; gives its name. */
const makeRole = async (client: pg.Client, url: string): Promise<string> => {
  const { username, password } = new URL(url);
  const name = decodeURIComponent(username);
  // Taking its rights from the one who makes everything would be the end of this server's administration.
  if (name === client.user)
    throw new TypeError(`${name} is the superuser itself: services need roles of their own`);
  const role = pg.escapeIdentifier(name);
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  if (!rowCount) await client.query(`CREATE ROLE ${role}`);
  const secret = password ? ` PASSWORD ${pg.escapeLiteral(decodeURIComponent(password))}` : '';
  await client.query(
    `ALTER ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION${secret}`,
  );
  return name;
};

const wayIn = (superuserUrl: string, database: string, role: string): string => {
  const url = new URL(superuserUrl);
  url.pathname = `/${database}`;
  url.username = role;
  url.password = randomText();
  return url.href;
};
