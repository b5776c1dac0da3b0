import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { nxTask } from './build.ts';
import { readLauncherEnvironment } from './env.ts';
import { keep, ROOT } from './folders.ts';
import { freePorts, portPlan } from './ports.ts';
import { superuserUrlOf } from './postgres.ts';
import { Refusal } from './refusal.ts';

/** A program to be started, with its environment. */
export interface ExampleProgram {
  program: string;
  env: Record<string, string>;
}

/** Where a generated subscriber of this name lives; undefined where there is none. */
export const subscriberFolder = (name: string): string | undefined =>
  ['examples', 'apps']
    .map((directory) => `${directory}/${name}`)
    .find(
      (folder) => /^[a-z][a-z0-9-]*$/.test(name) && existsSync(join(ROOT, folder, 'src/events.consumer.ts')),
    );

/** Builds a generated subscriber and gives it what it needs of the house: its key, and a database of its own. */
export const subscriberProgram = async (
  name: string,
  folder: string,
  portBase: number,
): Promise<ExampleProgram> => {
  const { databaseUrl, natsUrl } = readLauncherEnvironment();
  const ports = portPlan(portBase);
  const keys = join(ROOT, '.portico', String(portBase), 'keys');
  const seedFile = join(keys, 'subscribers', `${name}.nk`);
  if (!existsSync(seedFile)) throw new Refusal(keyMissing(name, portBase));
  const superuserUrl = databaseUrl ?? superuserUrlOf(keys, ports.postgres);
  const file = join(keys, 'subscribers', `${name}.database-url`);
  const url = new URL(keep(file, () => databaseUrlOf(superuserUrl, name)));
  await makeDatabase(superuserUrl, url);
  build(folder);
  const [managementPort = 0] = await freePorts(1);
  console.log(`${name} starts; http://localhost:${managementPort}/readyz says how it is. Ctrl-C ends it.`);
  return {
    program: join(ROOT, folder, 'dist/main.js'),
    env: {
      NATS_URL: natsUrl ?? `nats://127.0.0.1:${ports.nats}`,
      PORTICO_NATS_NKEY_FILE: seedFile,
      DATABASE_URL: url.href,
      PORTICO_MANAGEMENT_PORT: String(managementPort),
    },
  };
};

const keyMissing = (name: string, portBase: number): string =>
  `${name} has no key in the house at port ${portBase}. Give it one first:\n\n  npm run -s portico -- subscriber add ${name} --events <its events> --demo --port-base ${portBase}`;

const databaseUrlOf = (superuserUrl: string, name: string): string => {
  const url = new URL(superuserUrl);
  const database = `subscriber_${name.replaceAll('-', '_')}`;
  const password = randomBytes(24).toString('base64url');
  [url.username, url.password, url.pathname] = [database, password, database];
  return url.href;
};

const makeDatabase = async (superuserUrl: string, url: URL): Promise<void> => {
  const name = pg.escapeIdentifier(url.username);
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rowCount: roles } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [
      url.username,
    ]);
    if (!roles) await client.query(`CREATE ROLE ${name}`);
    await client.query(`ALTER ROLE ${name} LOGIN PASSWORD ${pg.escapeLiteral(url.password)}`);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [url.username]);
    if (!rowCount) await client.query(`CREATE DATABASE ${name} OWNER ${name}`);
  } finally {
    await client.end();
  }
};

const build = (folder: string): void => {
  const { name } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as { name: string };
  const task = nxTask(['build', name, '--output-style=static'], readLauncherEnvironment().passedOn);
  const { status, stdout } = spawnSync(task.command, task.args, {
    cwd: task.cwd,
    env: task.env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Refusal(`${name} cannot be built:\n${stdout}`);
};
