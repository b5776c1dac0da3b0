import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { KeyDirectory } from '@portico/deployment';
import { freePort, needs, startNats, type TestNats } from '@portico/testing';
import pg from 'pg';
import { runMain } from '../run-main.fixture.js';

jest.setTimeout(120_000);

const prefix = `t${Date.now().toString(36)}`;
const services = ['sso_config', 'identity', 'broker', 'dashboard'];
const superuserUrl = needs('PORTICO_TEST_DATABASE_URL', 'the address of a PostgreSQL as its superuser');

let folder: string;
let directory: KeyDirectory;
let nats: TestNats;

const portico = (args: string[], env: Record<string, string> = {}) =>
  runMain([...args, '--directory', directory.path], env);
const databases = (env: Record<string, string> = { PORTICO_POSTGRES_URL: superuserUrl }) =>
  portico(['bootstrap', 'databases', '--prefix', prefix], env);
const applications = (...more: string[]) =>
  portico([
    'bootstrap',
    'applications',
    '--json',
    '--dashboard-url',
    'https://dashboard.example.com',
    ...more,
  ]);

const sql = async <Row extends object>(url: string, text: string): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
};
const urlOf = (file: string): string => readFileSync(file, 'utf8');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portico-bootstrap-'));
  directory = new KeyDirectory(join(folder, 'keys'));
  expect((await portico(['bootstrap', 'keys'])).exitCode).toBe(0);
  nats = await startNats({
    config: ({ host, port, storeDir }) =>
      `host: ${host}\nport: ${port}\njetstream { store_dir: "${storeDir}" }\n${readFileSync(directory.natsAccounts, 'utf8')}`,
  });
});
afterAll(async () => {
  await nats.stop();
  for (const service of services) {
    await sql(superuserUrl, `DROP DATABASE IF EXISTS ${prefix}_${service} WITH (FORCE)`);
    await sql(superuserUrl, `DROP ROLE IF EXISTS ${prefix}_${service}_owner, ${prefix}_${service}`);
  }
  rmSync(folder, { recursive: true });
});

describe('portico bootstrap keys', () => {
  it('makes nothing twice, and shows files and no content', async () => {
    const { exitCode, stdout } = await portico(['bootstrap', 'keys', '--json']);
    const { made, kept } = JSON.parse(stdout) as { made: string[]; kept: string[] };
    expect({ exitCode, made }).toEqual({ exitCode: 0, made: [] });
    expect(kept).toHaveLength(13);
    for (const file of kept) expect(stdout).not.toContain(readFileSync(file, 'utf8').trim());
  });

  it('refuses a directory that cannot be made', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { exitCode, stderr } = await runMain([
      'bootstrap',
      'keys',
      '--directory',
      join(folder, 'file/keys'),
    ]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('cannot be written'),
    });
  });
});

describe('portico bootstrap databases', () => {
  it.each<[string, Record<string, string>, number, string]>([
    ['no server', {}, 2, 'PORTICO_POSTGRES_URL'],
    ['something else', { PORTICO_POSTGRES_URL: 'mysql://x' }, 2, 'no address'],
    ['a file that is not there', { PORTICO_POSTGRES_URL_FILE: '/nowhere' }, 2, '/nowhere'],
    [
      'a wrong password',
      { PORTICO_POSTGRES_URL: superuserUrl.replace(/:[^:@]+@/, ':wrong@') },
      2,
      'let this user in',
    ],
  ])('refuses %s, and makes nothing', async (_what, env, exitCode, said) => {
    const run = await databases(env);
    expect(run).toMatchObject({ exitCode, stderr: expect.stringContaining(said) });
    expect(run.stderr).not.toContain('wrong@');
    expect(existsSync(directory.databaseUrl('broker'))).toBe(false);
  });

  it('says with 3 where nobody answers', async () => {
    const url = `postgres://postgres:secret@127.0.0.1:${await freePort()}/postgres`;
    const run = await databases({ PORTICO_POSTGRES_URL: url });
    expect(run).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('cannot be reached') });
    expect(run.stderr).not.toContain('secret');
  });

  it('makes a database, its owner and its service, who may do no more than they must; again, it makes nothing', async () => {
    const first = await databases();
    expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`made    ${prefix}_broker`) });
    const ways = readdirSync(directory.path).filter((file) => file.includes('database-url'));
    expect(ways).toHaveLength(8);
    const before = ways.map((file) => readFileSync(join(directory.path, file), 'utf8'));
    const second = await databases();
    expect(second).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`there   ${prefix}_broker`),
    });
    expect(ways.map((file) => readFileSync(join(directory.path, file), 'utf8'))).toEqual(before);
    for (const password of before.map((url) => new URL(url).password))
      expect(first.stdout).not.toContain(password);
    const roles = await sql(
      superuserUrl,
      `SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname LIKE '${prefix}\\_%'`,
    );
    expect(roles).toEqual(
      Array.from({ length: 8 }, () => ({
        rolsuper: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolbypassrls: false,
      })),
    );
    await expect(sql(urlOf(directory.databaseUrl('broker')), 'CREATE TABLE public.x ()')).rejects.toThrow(
      'permission',
    );
  });

  it('refuses to take rights from the superuser itself', async () => {
    const file = directory.databaseUrl('dashboard');
    const before = urlOf(file);
    writeFileSync(file, superuserUrl);
    const run = await databases();
    writeFileSync(file, before);
    expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('superuser itself') });
  });
});

describe('portico migrate', () => {
  const migrate = (...args: string[]) => portico(['migrate', ...args], { NATS_URL: nats.url });

  it('refuses a service that there is not, and a directory without the ways to it', async () => {
    expect(await migrate('brokers')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('brokers'),
    });
    const run = await runMain(['migrate', 'broker', '--directory', folder]);
    expect(run.exitCode).toBe(2);
    for (const said of ['owner-database-url-broker', 'nats-migration.nk', 'NATS_URL is not set'])
      expect(run.stderr).toContain(said);
  });

  it('says with 3 which services were not migrated where nobody answers', async () => {
    const file = directory.ownerDatabaseUrl('dashboard');
    const before = urlOf(file);
    writeFileSync(file, before.replace(/@[^/]+/, `@127.0.0.1:${await freePort()}`));
    const run = await migrate('dashboard');
    writeFileSync(file, before);
    expect(run).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('dashboard: not migrated') });
  });

  it('migrates one that is named, then all, each told as it is done', async () => {
    const one = await migrate('dashboard', '--json');
    expect(JSON.parse(one.stdout)).toMatchObject({ services: [{ service: 'dashboard', exitCode: 0 }] });
    const all = await migrate();
    expect(all.exitCode).toBe(0);
    for (const told of ['[4/4]', 'dashboard: 0 migrations', 'stream and durables in place'])
      expect(all.stderr).toContain(told);
  });
});

describe('portico bootstrap applications', () => {
  const outcomes = ({ stdout }: { stdout: string }): string[] =>
    (JSON.parse(stdout) as { applications: { outcome: string }[] }).applications.map(
      ({ outcome }) => outcome,
    );

  it('refuses an address that is no origin', async () => {
    const run = await applications('--dashboard-url', 'https://dashboard.example.com/home');
    expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('PORTICO_DASHBOARD_URL') });
  });

  it('makes both with the secrets of the directory, and nothing the second time', async () => {
    const first = await applications();
    expect({ exitCode: first.exitCode, outcomes: outcomes(first) }).toEqual({
      exitCode: 0,
      outcomes: ['made', 'made'],
    });
    for (const file of [directory.seedSecret, directory.dashboardSecret])
      expect(first.stdout + first.stderr).not.toContain(readFileSync(file, 'utf8'));
    const second = await applications();
    expect({ exitCode: second.exitCode, outcomes: outcomes(second) }).toEqual({
      exitCode: 0,
      outcomes: ['there', 'there'],
    });
  });

  it('takes a secret that Portico does not know over only where that is said', async () => {
    writeFileSync(directory.seedSecret, 'n'.repeat(43));
    const refused = await applications();
    expect({ exitCode: refused.exitCode, outcomes: outcomes(refused) }).toEqual({
      exitCode: 1,
      outcomes: ['another secret', 'there'],
    });
    expect(refused.stderr).toContain('was changed since');
    expect(outcomes(await applications('--replace-secrets'))).toEqual(['secret replaced', 'there']);
    const [seed] = await sql<{ secrets: unknown[] }>(
      urlOf(directory.databaseUrl('broker')),
      `SELECT secrets FROM application WHERE id = 'seed'`,
    );
    expect(seed?.secrets).toHaveLength(1);
  });

  it('lets no second secret in that somebody could guess', async () => {
    writeFileSync(directory.seedSecret, 'changeme');
    const run = await applications('--replace-secrets');
    expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('PORTICO_SEED_CLIENT_SECRET') });
  });
});
