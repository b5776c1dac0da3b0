import { jest } from '@jest/globals';
import type { KeySet } from '@portico/secrets';
import { Database, migrateDatabase } from '@portico/service-kit';
import { startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { Logger } from '@nestjs/common';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { register } from 'prom-client';
import { DataSource } from 'typeorm';
import { ENTITIES } from '../entities.js';
import { migrationsFor } from '../migrations/index.js';
import { FollowSigningKeys } from './follow-signing-keys.js';
import { Keys } from './keys.js';
import { MakeSigningKeys } from './make-signing-keys.js';
import { OpenSigningKeys } from './open-signing-keys.js';
import { ReadSigningKeys } from './read-signing-keys.js';
import { RotateSigningKeys } from './rotate-signing-keys.js';
import { SigningKeySchedule } from './signing-key-schedule.js';
import { SigningKeyStore } from './signing-key.store.js';

jest.setTimeout(60_000);
Logger.overrideLogger(false);

const HOUR = 3600;
const schedule = new SigningKeySchedule({ leadSeconds: HOUR, days: 90 });
const store = new SigningKeyStore();

const aSealingKey = async (): Promise<KeySet> => {
  const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const key = await exportJWK(privateKey);
  return { keys: [{ ...key, kid: await calculateJwkThumbprint(key) }] };
};

/** What of a replica has to do with keys. */
const aReplica = (database: Database, sealing: KeySet) => {
  const keys = new Keys(sealing, []);
  const make = new MakeSigningKeys(database, store, keys, schedule);
  const read = new ReadSigningKeys(database, store);
  const follow = new FollowSigningKeys(database, store, make, new OpenSigningKeys(keys), schedule);
  const parts = () => follow.signingKeys.current.keys.map(({ kid, alg, status }) => ({ kid, alg, status }));
  return { follow, read, parts, rotate: new RotateSigningKeys(make, follow, read) };
};

describe('the keys that sign tokens', () => {
  let server: TestDatabase;
  let sources: DataSource[];
  let sealing: KeySet;
  let replicas: ReturnType<typeof aReplica>[];

  beforeAll(async () => {
    server = await startPostgresDatabase();
    await migrateDatabase(server.ownerUrl, migrationsFor(server.runtimeRole));
    const options = { type: 'postgres', url: server.runtimeUrl, entities: ENTITIES } as const;
    sources = await Promise.all([1, 2].map(async () => await new DataSource(options).initialize()));
    sealing = await aSealingKey();
  });
  beforeEach(async () => {
    await server.sql('DELETE FROM signing_key');
    replicas = sources.map((source) => aReplica(new Database(source), sealing));
    await Promise.all(
      replicas.map(async ({ follow }) => {
        await follow.run();
      }),
    );
  });
  afterAll(async () => {
    await Promise.all(
      sources.map(async (source) => {
        await source.destroy();
      }),
    );
    await server.drop();
  });

  /** Everything about the keys happened so much earlier. */
  const pass = async (seconds: number): Promise<void> => {
    const columns = ['created_at', 'active_from', 'published_until'];
    const earlier = columns.map((column) => `${column} = ${column} - make_interval(secs => $1)`);
    await server.sql(`UPDATE signing_key SET ${earlier.join()}`, [seconds]);
    for (const { follow } of replicas) await follow.run();
  };
  const at = (index: number): ReturnType<typeof aReplica> => {
    const replica = replicas[index];
    if (!replica) throw new TypeError('no such replica');
    return replica;
  };
  /** The parts of the keys of one algorithm, newest first, the same in all replicas. */
  const partsOf = (alg: string): string[] => {
    expect(at(1).parts()).toEqual(at(0).parts());
    return at(0)
      .parts()
      .flatMap((key) => (key.alg === alg ? key.status : []));
  };
  const kidOf = (status: string, alg = 'ES256'): string | undefined =>
    at(0)
      .parts()
      .find((key) => key.status === status && key.alg === alg)?.kid;

  it('O12 are sealed in their table: none of it opens without the sealing key', async () => {
    const stranger = aReplica(new Database(sources[0] as DataSource), await aSealingKey());
    await expect(stranger.follow.run()).rejects.toThrow('cannot be opened with PORTICO_SEALING_KEYS_FILE');
    const rows = JSON.stringify(await server.sql('SELECT * FROM signing_key'));
    const secrets = at(0).follow.signingKeys.current.jwks.keys.flatMap(({ d, p, q }) => [d, p, q]);
    for (const secret of secrets) if (secret) expect(rows).not.toContain(secret);
  });

  it('do not open under another name', async () => {
    await server.sql(`UPDATE signing_key SET kid = 'another' WHERE alg = 'ES256'`);
    await expect(at(0).follow.run()).rejects.toThrow('the key another cannot be opened');
    expect(kidOf('active')).not.toBe('another');
  });

  const countOf = async (sql: string): Promise<number> =>
    Number((await server.sql<{ count: string }>(`SELECT count(*) FROM ${sql}`))[0]?.count);
  const kept = async (): Promise<number> => await countOf('signing_key');
  const waiting = async (): Promise<number> =>
    await countOf(`pg_locks WHERE locktype = 'advisory' AND NOT granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
  const untilTrue = async (isTrue: () => Promise<boolean>): Promise<void> => {
    while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it('are made once, however many replicas start at the same time', async () => {
    await server.sql('DELETE FROM signing_key');
    const starting = Array.from({ length: 10 }, (_, index) =>
      aReplica(new Database(sources[index % 2] as DataSource), sealing),
    );
    // While another decides, all of them wait; so they all go on at the same moment.
    const { started, meanwhile } = await sources[0]!.transaction(async (tx) => {
      await store.lock(tx);
      const started = Promise.all(starting.map(async ({ follow }) => await follow.run()));
      await untilTrue(async () => (await waiting()) === starting.length || (await kept()) > 0);
      return { started, meanwhile: await kept() };
    });
    expect(meanwhile).toBe(0);
    await started;
    const [first, ...others] = starting.map((replica) => replica.parts());
    expect(first?.map(({ alg, status }) => `${alg} ${status}`)).toEqual(['ES256 active', 'RS256 active']);
    for (const other of others) expect(other).toEqual(first);
  });

  it('O11 are published an hour before they sign, and 25 hours after', async () => {
    const old = kidOf('active');
    await at(0).rotate.run({ immediately: false });
    await pass(HOUR - 5);
    expect(partsOf('ES256')).toEqual(['next', 'active']);
    expect(kidOf('active')).toBe(old);
    await pass(10);
    expect(partsOf('ES256')).toEqual(['active', 'retiring']);
    expect(partsOf('RS256')).toEqual(['active', 'retiring']);
    expect(kidOf('retiring')).toBe(old);
    await pass(25 * HOUR - 20);
    expect(kidOf('retiring')).toBe(old);
    await pass(30);
    expect(partsOf('ES256')).toEqual(['active']);
    expect(await server.sql('SELECT kid FROM signing_key')).toHaveLength(2);
  });

  it('change by themselves in time for the schedule', async () => {
    await pass(90 * 24 * HOUR - HOUR - 10);
    expect(partsOf('RS256')).toEqual(['active']);
    await pass(20);
    expect(partsOf('RS256')).toEqual(['next', 'active']);
    await pass(HOUR);
    expect(partsOf('ES256')).toEqual(['active', 'retiring']);
  });

  it('change once for rotations that are asked for at the same time, and for one that is asked for again', async () => {
    const wishes = Array.from({ length: 10 }, (_, index) => at(index % 2).rotate.run({ immediately: false }));
    const answers = await Promise.all(wishes);
    expect(new Set(answers.map((keys) => JSON.stringify(keys))).size).toBe(1);
    await at(1).rotate.run({ immediately: false });
    await pass(0);
    expect(partsOf('ES256')).toEqual(['next', 'active']);
  });

  it('sign at once after a leak, and nothing older stays, also what was to follow', async () => {
    await at(0).rotate.run({ immediately: false });
    const known = (await at(0).read.run()).map(({ kid }) => kid);
    const keys = await at(1).rotate.run({ immediately: true });
    expect(keys.map(({ status }) => status)).toEqual(['active', 'active']);
    await at(0).follow.run();
    expect(partsOf('ES256')).toEqual(['active']);
    for (const { kid } of keys) expect(known).not.toContain(kid);
    expect(await server.sql('SELECT kid FROM signing_key')).toHaveLength(2);
  });

  it('change once for leaks that are told at the same time', async () => {
    const wishes = [0, 1, 0, 1, 0, 1, 0, 1].map((index) => at(index).rotate.run({ immediately: true }));
    const answers = await Promise.all(wishes);
    expect(new Set(answers.map((keys) => JSON.stringify(keys))).size).toBe(1);
  });

  it('tell the operator which signs and when that changes', async () => {
    await at(0).rotate.run({ immediately: false });
    const text = await register.metrics();
    const figures = text.split('\n').filter((line) => line.startsWith('portico_signing_key{'));
    expect(figures).toHaveLength(4);
    expect(text).toContain(`portico_signing_key{kid="${String(kidOf('next'))}",alg="ES256",status="next"} 1`);
    const changesAt = Number(/^portico_signing_keys_change_timestamp_seconds (.*)$/m.exec(text)?.[1]);
    expect(Math.abs(changesAt - Date.now() / 1000 - HOUR)).toBeLessThan(60);
  });

  it('stay as they are while the database is away', async () => {
    const before = at(0).parts();
    await server.sql('ALTER TABLE signing_key RENAME TO away');
    await expect(at(0).follow.run()).rejects.toThrow();
    await server.sql('ALTER TABLE away RENAME TO signing_key');
    expect(at(0).parts()).toEqual(before);
  });
});
