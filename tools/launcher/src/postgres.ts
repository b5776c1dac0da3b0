import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { keep, type StateFolder } from './folders.ts';
import type { ProcessPlan } from './managed-process.ts';
import { postgresPlace, type PostgresPlace } from './postgres-place.ts';
import type { ProcessGroup, Task } from './process-group.ts';
import { isRoot } from './programs.ts';
import { Refusal } from './refusal.ts';

const SUPERUSER = 'postgres';
const HOST = '127.0.0.1';

export interface PostgresOptions {
  folder: StateFolder;
  port: number;
  /** Whether the data must outlive a power cut; tests do without, which is faster. */
  durable: boolean;
  /** Besides the house's own. */
  settings?: Record<string, string>;
  /** What a process needs to run at all. */
  env: Record<string, string>;
}

/** Starts a PostgreSQL of our own, with a new cluster if there is none yet; gives the superuser's address. */
export const startPostgres = async (group: ProcessGroup, options: PostgresOptions): Promise<string> => {
  const place = postgresPlace(options.folder.path);
  const password = keep(join(options.folder.keys, 'postgres-password'), () =>
    randomBytes(24).toString('base64url'),
  );
  if (!existsSync(place.data)) await makeCluster(group, place, password, options.env);
  const url = superuserUrlOf(options.folder.keys, options.port);
  await group.start(serverPlan(place, options, url));
  return url;
};

/** The address of a house's own server, as its superuser. */
export const superuserUrlOf = (keys: string, port: number): string =>
  `postgres://${SUPERUSER}:${readFileSync(join(keys, 'postgres-password'), 'utf8')}@${HOST}:${port}/postgres`;

/** Checks a PostgreSQL that the caller runs: reachable, 18 or newer, and we may make databases and roles in it. */
export const checkPostgres = async (url: string): Promise<string> => {
  const client = new pg.Client({ connectionString: url });
  const { rows } = await client
    .connect()
    .then(() =>
      client.query<{ version: string; super: boolean }>(
        `SELECT current_setting('server_version_num') AS version, rolsuper AS super FROM pg_roles WHERE rolname = current_user`,
      ),
    )
    .catch((error: unknown) => {
      throw new Refusal(
        `The PostgreSQL of DATABASE_URL does not answer (${String(error)}): check the address, or unset DATABASE_URL to use an own one.`,
      );
    })
    .finally(() => client.end().catch(() => undefined));
  if (Number(rows[0]?.version) < 180_000)
    throw new Refusal(
      'The PostgreSQL of DATABASE_URL is older than 18: use a newer one, or unset DATABASE_URL.',
    );
  if (!rows[0]?.super)
    throw new Refusal(
      'DATABASE_URL must be the address of a superuser, because databases and roles are made with it.',
    );
  return url;
};

/** Makes a cluster beside its place and moves it there when complete, so that a half-made one is never used. */
const makeCluster = async (
  group: ProcessGroup,
  { bin, data, user }: PostgresPlace,
  password: string,
  env: Record<string, string>,
): Promise<void> => {
  const half = `${data}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  chmodSync(dirname(data), 0o755);
  const passwordFile = join(half, '..', 'postgres.password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) for (const path of [half, passwordFile]) chownSync(path, user.uid, user.gid);
  const args = [
    '--pgdata',
    half,
    '--username',
    SUPERUSER,
    '--pwfile',
    passwordFile,
    '--auth',
    'scram-sha-256',
    '--encoding',
    'UTF8',
    '--locale',
    'C',
    '--no-instructions',
  ];
  const task: Task = {
    name: 'initdb',
    command: join(bin, 'initdb'),
    args,
    env: { ...env, LC_ALL: 'C' },
    as: user,
    cwd: dirname(data),
  };
  await group.run(task).finally(() => rmSync(passwordFile, { force: true }));
  renameSync(half, data);
};

const serverPlan = (
  { bin, data, user }: PostgresPlace,
  { folder, port, durable, settings: further, env }: PostgresOptions,
  url: string,
): ProcessPlan => {
  const settings = {
    listen_addresses: HOST,
    unix_socket_directories: '',
    max_connections: '300',
    log_timezone: 'UTC',
    timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    ...further,
  };
  return {
    name: 'postgres',
    command: join(bin, 'postgres'),
    args: [
      '-D',
      data,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    env: { ...env, LC_ALL: 'C' },
    cwd: isRoot() ? dirname(data) : undefined,
    as: user,
    logFile: join(folder.logs, 'postgres.log'),
    // "Fast": ends sessions instead of waiting for them.
    stopSignal: 'SIGINT',
    isReady: () => answers(url),
  };
};

const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};
