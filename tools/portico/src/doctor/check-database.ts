import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DeployedService, KeyDirectory } from '@portico/deployment';
import pg from 'pg';
import { ROOT } from '../root.js';
import { compareClocks } from './clock.js';
import { error, type Finding, warning } from './finding.js';

const TIMEOUT_MS = 4000;
/** How many connections a replica opens at most; see DatabaseModule of libs/service-kit. */
const POOL = 10;

/** Looks at a service's database as its runtime role, and at its migrations as the owner of the tables. */
export const checkDatabase = async (
  directory: KeyDirectory,
  service: DeployedService,
): Promise<Finding[]> => {
  const whose = `the database of ${service}`;
  const files = [directory.databaseUrl(service), directory.ownerDatabaseUrl(service)];
  const [asService, asOwner] = await Promise.all(
    files.map((file, index) =>
      look(
        file,
        index === 0 ? (client) => lookAsService(client, whose) : (client) => lookAsOwner(client, service),
        whose,
      ),
    ),
  );
  // What both cannot reach is told once.
  const told = new Set((asService ?? []).map(({ what }) => what));
  return [...(asService ?? []), ...(asOwner ?? []).filter(({ what }) => !told.has(what))];
};

const look = async (
  file: string,
  work: (client: pg.Client) => Promise<Finding[]>,
  whose: string,
): Promise<Finding[]> => {
  const url = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  // What is missing or malformed is told of the keys.
  if (!/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '')) return [];
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUT_MS,
    statement_timeout: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  // A server that goes away while it is asked ends the question, and must not end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (failure) {
    return [explain(failure, new URL(url), whose)];
  } finally {
    await client.end().catch(() => undefined);
  }
};

const explain = (failure: unknown, { host, username, pathname }: URL, whose: string): Finding => {
  const { code = '', errors } = failure as { code?: string; errors?: { code?: string }[] };
  const reason = code || (errors?.[0]?.code ?? 'no answer');
  if (reason === '28P01' || reason === '28000')
    return error(
      'database',
      `${whose}: PostgreSQL at ${host} does not let ${username} in`,
      'Run portico bootstrap databases, which gives roles the passwords of the directory; or mend the file.',
    );
  if (reason === '3D000')
    return error(
      'database',
      `${whose}: there is no database ${pathname.slice(1)} at ${host}`,
      'Run portico bootstrap databases, or make it.',
    );
  if (reason === '53300')
    return error(
      'database',
      `${whose}: PostgreSQL at ${host} has no connection left`,
      'Raise max_connections, or put a pooler in between.',
    );
  return error(
    'database',
    `${whose} cannot be reached at ${host} (${reason})`,
    'Start PostgreSQL, let the network through, or mend the address in the directory.',
  );
};

interface Role {
  name: string;
  superuser: boolean;
  bypasses: boolean;
  owned: string;
  limit: number;
  now: Date;
}

const ROLE = `
  SELECT rolname AS name, rolsuper AS superuser, rolbypassrls AS bypasses, clock_timestamp() AS now,
         (SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid AND relkind IN ('r', 'p')) AS owned,
         (SELECT min(nullif(given, -1)) FROM (VALUES (rolconnlimit),
            ((SELECT datconnlimit FROM pg_database WHERE datname = current_database())),
            (current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int)) AS limits (given)) AS limit
    FROM pg_roles WHERE rolname = current_user`;

/** Queues of a whole service have no policies; every other table of tenants has. */
const UNWALLED = `
  SELECT relname AS name FROM pg_class
   WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT (relrowsecurity AND relforcerowsecurity)
     AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)
   ORDER BY relname`;

const lookAsService = async (client: pg.Client, whose: string): Promise<Finding[]> => {
  const sentAt = Date.now();
  const [role] = (await client.query<Role>(ROLE)).rows;
  const receivedAt = Date.now();
  if (!role) return [];
  const unwalled = (await client.query<{ name: string }>(UNWALLED)).rows.map(({ name }) => name);
  return [
    ...checkRole(role, whose),
    ...(unwalled.length === 0
      ? []
      : [
          error(
            'database',
            `${whose}: ${unwalled.join(', ')} shows every tenant's rows (no row-level security)`,
            'Stop the service; ALTER TABLE … ENABLE and FORCE ROW LEVEL SECURITY as the owner, and find out who took it off.',
          ),
        ]),
    ...compareClocks(`PostgreSQL (${whose})`, { theirs: role.now, sentAt, receivedAt }),
  ];
};

const checkRole = ({ name, superuser, bypasses, owned, limit }: Role, whose: string): Finding[] => {
  const found: Finding[] = [];
  const another = 'Give database-url-… the role that portico bootstrap databases makes for the service.';
  if (superuser || bypasses)
    found.push(
      error(
        'database',
        `${whose}: the service is ${superuser ? 'a superuser' : 'above row-level security'} (${name}), for whom there is no wall between tenants`,
        another,
      ),
    );
  if (Number(owned) > 0)
    found.push(
      error(
        'database',
        `${whose}: the service (${name}) owns ${owned} tables, so it could take the wall between tenants down`,
        another,
      ),
    );
  if (limit < POOL)
    found.push(
      error(
        'database',
        `${whose}: ${limit} connections are allowed, and one replica opens up to ${POOL}`,
        `Allow ${POOL} for each replica (ALTER ROLE … CONNECTION LIMIT, ALTER DATABASE … CONNECTION LIMIT, max_connections).`,
      ),
    );
  return found;
};

const lookAsOwner = async (client: pg.Client, service: DeployedService): Promise<Finding[]> => {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('schema_migration') IS NOT NULL AS there`,
  );
  const done = rows[0]?.there
    ? (await client.query<{ name: string }>('SELECT name FROM schema_migration')).rows.map(({ name }) => name)
    : [];
  const known = await migrationsOf(service);
  const open = known.filter((name) => !done.includes(name));
  const newer = done.filter((name) => !known.includes(name));
  return [
    ...(open.length === 0
      ? []
      : [
          error(
            'database',
            `the database of ${service}: ${open.length} of ${known.length} migrations of this release have not run`,
            `Run portico migrate ${service}.`,
          ),
        ]),
    ...(newer.length === 0
      ? []
      : [
          warning(
            'database',
            `the database of ${service} was migrated by a newer release (${newer.join(', ')})`,
            'Bring every service to that release; this one can migrate nothing any more.',
          ),
        ]),
  ];
};

/** The names of the migrations that this release has, from the service's own program. */
const migrationsOf = async (service: DeployedService): Promise<string[]> => {
  const file = pathToFileURL(join(ROOT, 'apps', service, 'dist/migrations/index.js')).href;
  const { migrationsFor } = (await import(file)) as { migrationsFor: (role: string) => { name: string }[] };
  return migrationsFor('runtime').map(({ name }) => name);
};
