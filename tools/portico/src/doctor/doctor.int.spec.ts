import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { KeyDirectory, makeDatabases, makeKeys } from '@portico/deployment';
import { freePort, needs, startNats, type TestNats } from '@portico/testing';
import pg from 'pg';
import { runMain } from '../run-main.fixture.js';
import { diagnose } from './doctor.js';
import type { Finding } from './finding.js';

jest.setTimeout(120_000);

const superuserUrl = needs('PORTICO_TEST_DATABASE_URL', 'the address of a PostgreSQL as its superuser');
const prefix = `d${Date.now().toString(36)}`;

let folder: string;
let healthy: KeyDirectory;
let nats: TestNats;
let issuer: Issuer;

/** What answers at an issuer's address; its clock and what it says of itself can be set. */
interface Issuer {
  url: string;
  says: { issuer?: string; aheadMs: number; status: number };
  server: Server;
}

const startIssuer = async (): Promise<Issuer> => {
  const started: Issuer = { url: '', says: { aheadMs: 0, status: 200 }, server: createServer() };
  started.server.on('request', (request, response) => {
    const { issuer: said = started.url, aheadMs, status } = started.says;
    const isApi = request.url?.startsWith('/v1/');
    response.writeHead(isApi ? 401 : status, {
      date: new Date(Date.now() + aheadMs).toUTCString(),
      'content-type': isApi ? 'application/problem+json' : 'application/json',
    });
    response.end(isApi ? '{}' : JSON.stringify({ issuer: said }));
  });
  await new Promise<void>((resolve) => started.server.listen(0, '127.0.0.1', resolve));
  started.url = `http://localhost:${(started.server.address() as AddressInfo).port}`;
  return started;
};

const configOf =
  (accounts: string, jetStream = true) =>
  ({ host, port, storeDir }: { host: string; port: number; storeDir: string }): string =>
    `host: ${host}\nport: ${port}\n${jetStream ? `jetstream { store_dir: "${storeDir}" }` : ''}\n${accounts}`;

const sql = async (url: string, text: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text).finally(() => client.end());
};
const textOf = (file: string): string => readFileSync(file, 'utf8');
/** As the superuser in the database of the broker. */
const inBroker = async (text: string): Promise<void> => {
  const url = new URL(superuserUrl);
  url.pathname = `/${prefix}_broker`;
  await sql(url.href, text);
};

const environment = (): Record<string, string> => ({
  PORTICO_PUBLIC_URL: issuer.url,
  PORTICO_SSO_CONFIG_URL: issuer.url,
  PORTICO_IDENTITY_URL: issuer.url,
  NATS_URL: nats.url,
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portico-doctor-'));
  healthy = new KeyDirectory(join(folder, 'keys'));
  await makeKeys(healthy);
  await makeDatabases({ superuserUrl, directory: healthy, prefix });
  nats = await startNats({ config: configOf(textOf(healthy.natsAccounts)) });
  issuer = await startIssuer();
  const migrated = await runMain(['migrate', '--directory', healthy.path], { NATS_URL: nats.url });
  expect(migrated).toMatchObject({ exitCode: 0 });
});
afterAll(async () => {
  issuer.server.close();
  await nats.stop();
  for (const service of ['sso_config', 'identity', 'broker', 'dashboard']) {
    await sql(superuserUrl, `DROP DATABASE IF EXISTS ${prefix}_${service} WITH (FORCE)`);
    await sql(superuserUrl, `DROP ROLE IF EXISTS ${prefix}_${service}_owner, ${prefix}_${service}`);
  }
  rmSync(folder, { recursive: true });
});

const oldServer = (finding: Finding): boolean => finding.what.includes('CVE-2025-30215');

/** What is wrong with an installation that is the healthy one but for this. */
const findingsOf = async (
  damage: (directory: KeyDirectory) => void = () => undefined,
  env: Record<string, string> = {},
): Promise<Finding[]> => {
  const directory = new KeyDirectory(mkdtempSync(join(folder, 'copy-')));
  cpSync(healthy.path, directory.path, { recursive: true });
  damage(directory);
  const { findings } = await diagnose(
    { directory: directory.path, portBase: '3000' },
    { ...environment(), ...env },
  );
  return findings.filter((finding) => !oldServer(finding));
};
const names = (findings: Finding[]): string[] =>
  findings.map(({ level, area, what }) => `${level} ${area}: ${what}`);

describe('portico doctor on a healthy installation', () => {
  it('finds nothing, looks at everything, and ends with 0', async () => {
    expect(names(await findingsOf())).toEqual([]);
    const run = await runMain(['doctor', '--json', '--directory', healthy.path], environment());
    const { checked, notChecked } = JSON.parse(run.stdout) as { checked: string[]; notChecked: unknown[] };
    expect({ exitCode: run.exitCode, count: checked.length, notChecked }).toEqual({
      exitCode: 0,
      count: 10,
      notChecked: [],
    });
  });

  it('says what it could not look at', async () => {
    const run = await runMain(['doctor', '--directory', healthy.path]);
    expect(run.exitCode).toBe(0);
    for (const said of ['NATS (NATS_URL is not there)', 'issuer (PORTICO_PUBLIC_URL is not there)'])
      expect(run.stdout).toContain(said);
  });
});

describe('portico doctor on keys that', () => {
  it.each<[string, (directory: KeyDirectory) => void, string[]]>([
    ['are missing', ({ factors }) => rmSync(factors), ['error keys: factors.json is missing']],
    [
      'everybody can read',
      ({ sealing }) => chmodSync(sealing, 0o644),
      ['error keys: sealing.json can be read by others than its owner'],
    ],
    [
      'are of another kind',
      (directory) => writeFileSync(directory.brokerCookies, '["c2hvcnQ"]'),
      ['error keys: broker-cookies.json is not what its name says'],
    ],
    [
      'are no pair',
      ({ sealingPublic, factors }) => {
        const { keys } = JSON.parse(textOf(factors)) as { keys: Record<string, string>[] };
        writeFileSync(sealingPublic, JSON.stringify({ keys: keys.map(({ d: _d, ...key }) => key) }));
      },
      [expect.stringContaining('is not the public half of sealing.json')],
    ],
    [
      'NATS was not told of',
      ({ natsAccounts }) => writeFileSync(natsAccounts, 'accounts {}'),
      ['error keys: nats-accounts.conf is not made of the keys and subscribers of this directory'],
    ],
  ])('%s names them', async (_what, damage, expected) => {
    expect(names(await findingsOf(damage))).toEqual(expected);
  });

  it('are of a demo warns of them, and refuses them behind https', async () => {
    const demo = new KeyDirectory(join(folder, 'demo'));
    await makeKeys(demo, { demo: true });
    const swap = (directory: KeyDirectory): void => cpSync(demo.dashboardCookies, directory.dashboardCookies);
    const what = 'keys: dashboard-cookies.json is a key of npm start, which is for demos';
    expect(names(await findingsOf(swap))).toEqual([`warning ${what}`]);
    expect(names(await findingsOf(swap, { NODE_ENV: 'production' }))).toEqual([`error ${what}`]);
  });
});

describe('portico doctor on a database', () => {
  it('whose password is wrong, or which nobody answers for, names it and shows no password', async () => {
    const port = await freePort();
    const findings = await findingsOf((directory) => {
      const [broker, identity] = [directory.databaseUrl('broker'), directory.databaseUrl('identity')];
      writeFileSync(broker, textOf(broker).replace(/:[^:@]+@/, ':mistyped@'));
      writeFileSync(identity, textOf(identity).replace(/@[^/]+/, `@127.0.0.1:${port}`));
    });
    expect(names(findings)).toEqual([
      expect.stringMatching(/^error database: the database of identity cannot be reached at .*ECONNREFUSED/),
      expect.stringMatching(/^error database: the database of broker: .* does not let .*_broker in$/),
    ]);
    expect(JSON.stringify(findings)).not.toContain('mistyped');
  });

  it('that the service owns, or rules, names it', async () => {
    const own = (directory: KeyDirectory): void =>
      writeFileSync(directory.databaseUrl('broker'), textOf(directory.ownerDatabaseUrl('broker')));
    expect(names(await findingsOf(own))).toEqual([
      expect.stringMatching(/the service \(.*_broker_owner\) owns \d+ tables/),
    ]);
    const rule = (directory: KeyDirectory): void => {
      const url = new URL(superuserUrl);
      url.pathname = `/${prefix}_broker`;
      writeFileSync(directory.databaseUrl('broker'), url.href);
    };
    expect(names(await findingsOf(rule)).join()).toContain('the service is a superuser');
  });

  it('with a wall that is down names the table', async () => {
    await inBroker('ALTER TABLE session NO FORCE ROW LEVEL SECURITY');
    const found = names(await findingsOf());
    await inBroker('ALTER TABLE session FORCE ROW LEVEL SECURITY');
    expect(found).toEqual([expect.stringContaining("session shows every tenant's rows")]);
  });

  it('with migrations that have not run, or of a newer release, tells how many or which', async () => {
    await inBroker(
      `CREATE TABLE kept AS SELECT * FROM schema_migration;
       DELETE FROM schema_migration WHERE timestamp = (SELECT max(timestamp) FROM schema_migration);
       INSERT INTO schema_migration (timestamp, name) VALUES (9999999999999, 'Later9999999999999')`,
    );
    const found = names(await findingsOf());
    await inBroker(
      'TRUNCATE schema_migration; INSERT INTO schema_migration SELECT * FROM kept; DROP TABLE kept',
    );
    expect(found).toEqual([
      expect.stringMatching(/^error database: the database of broker: 1 of \d+ migrations of this release/),
      expect.stringMatching(/^warning database: .* newer release \(Later9999999999999\)$/),
    ]);
  });

  it('that allows too few connections names the limit', async () => {
    await sql(superuserUrl, `ALTER ROLE ${prefix}_broker CONNECTION LIMIT 4`);
    const found = names(await findingsOf());
    await sql(superuserUrl, `ALTER ROLE ${prefix}_broker CONNECTION LIMIT -1`);
    expect(found).toEqual([
      expect.stringContaining('4 connections are allowed, and one replica opens up to 10'),
    ]);
  });
});

describe('portico doctor on a NATS', () => {
  it('that nobody answers for names the address, without what stands before the host', async () => {
    const url = `nats://user:hidden@127.0.0.1:${await freePort()}`;
    const findings = await findingsOf(undefined, { NATS_URL: url });
    expect(names(findings)).toEqual([
      expect.stringMatching(/^error nats: NATS at 127.0.0.1:\d+ cannot be reached$/),
    ]);
    expect(JSON.stringify(findings)).not.toContain('hidden');
  });

  it.each<[string, () => Promise<string>, boolean, RegExp]>([
    ['without JetStream', async () => textOf(healthy.natsAccounts), false, /has no JetStream/],
    ['without the stream', async () => textOf(healthy.natsAccounts), true, /has no stream of Portico/],
    [
      'with the accounts of another installation',
      async () => {
        const other = new KeyDirectory(join(folder, 'other'));
        await makeKeys(other);
        return textOf(other.natsAccounts);
      },
      true,
      /does not know the key of the directory/,
    ],
  ])('%s says so', async (_what, accountsOf, jetStream, expected) => {
    const other = await startNats({ config: configOf(await accountsOf(), jetStream) });
    try {
      const found = names(await findingsOf(undefined, { NATS_URL: other.url }));
      expect(found.join('\n')).toMatch(expected);
      expect(found.filter((one) => !one.startsWith('error nats'))).toEqual([]);
    } finally {
      await other.stop();
    }
  });

  it('with the accounts of a release that could do less says who lacks something', async () => {
    const accounts = textOf(healthy.natsAccounts);
    const less = accounts.replaceAll(/"\$JS\.API\.CONSUMER\.INFO\.PORTICO\.broker[^"]*",? ?/g, '');
    await nats.restart({ config: configOf(less) });
    const found = names(await findingsOf());
    await nats.restart({ config: configOf(accounts) });
    expect(found).toEqual(['error nats: NATS as broker permits less than this release needs']);
  });
});

describe('portico doctor on an issuer', () => {
  afterEach(() => {
    issuer.says = { aheadMs: 0, status: 200 };
  });

  it('that says another name of itself, or answers with an error, or not at all, says so', async () => {
    issuer.says = { issuer: 'https://old.example.com', aheadMs: 0, status: 200 };
    expect(names(await findingsOf())).toEqual([
      expect.stringContaining('says that its issuer is https://old.example.com'),
    ]);
    issuer.says = { aheadMs: 0, status: 502 };
    expect(names(await findingsOf())).toEqual([
      expect.stringContaining('answers its discovery document with 502'),
    ]);
    const url = `http://localhost:${await freePort()}`;
    expect(names(await findingsOf(undefined, { PORTICO_PUBLIC_URL: url }))).toEqual([
      expect.stringContaining('cannot be reached (ECONNREFUSED)'),
    ]);
  });

  it('without https that is not this machine says so', async () => {
    const found = await findingsOf(undefined, { PORTICO_PUBLIC_URL: 'http://login.portico.invalid' });
    expect(names(found).join()).toContain('the issuer http://login.portico.invalid is not https');
  });

  it('with another clock warns of a minute, and refuses eleven', async () => {
    issuer.says.aheadMs = 60_000;
    expect(names(await findingsOf())).toEqual([
      expect.stringMatching(/^warning clock: .* (59|60|61) seconds ahead/),
    ]);
    issuer.says.aheadMs = -660_000;
    expect(names(await findingsOf())).toEqual([
      expect.stringMatching(/^error clock: .* seconds behind this one$/),
    ]);
  });

  it('of https beside an http way out says so, and of a way out that is no origin', async () => {
    const env = {
      PORTICO_PUBLIC_URL: 'https://login.portico.invalid',
      PORTICO_EGRESS_ALLOW: 'http://idp.internal,https://x/path',
    };
    const found = names(await findingsOf(undefined, env));
    expect(found.filter((one) => one.startsWith('error egress'))).toEqual([
      expect.stringContaining('no origin: https://x/path'),
      expect.stringContaining('http origins beside an https issuer: http://idp.internal'),
    ]);
  });
});

describe('portico doctor', () => {
  it('names every fault at once, ends with 1, and shows nothing secret', async () => {
    const directory = new KeyDirectory(mkdtempSync(join(folder, 'broken-')));
    cpSync(healthy.path, directory.path, { recursive: true });
    rmSync(directory.factors);
    const secrets = [directory.sealing, directory.seedSecret, directory.natsSeed('broker')].map(textOf);
    const password = new URL(textOf(directory.databaseUrl('broker'))).password;
    const env = {
      ...environment(),
      NATS_URL: `nats://127.0.0.1:${await freePort()}`,
      PORTICO_EGRESS_ALLOW: 'idp',
    };
    const run = await runMain(['doctor', '--directory', directory.path], env);
    expect(run.exitCode).toBe(1);
    for (const said of [
      'factors.json is missing',
      'cannot be reached',
      'no origin: idp',
      'portico bootstrap keys',
    ])
      expect(run.stdout).toContain(said);
    for (const secret of [...secrets, password]) expect(run.stdout + run.stderr).not.toContain(secret);
  });
});
