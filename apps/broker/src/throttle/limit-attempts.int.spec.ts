import { randomBytes } from 'node:crypto';
import type { AppError } from '@portico/contracts';
import { migrateDatabase } from '@portico/service-kit';
import { startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { DataSource } from 'typeorm';
import { Keys } from '../keys/keys.js';
import { migrationsFor } from '../migrations/index.js';
import { AttemptStore } from './attempt.store.js';
import { LimitAttempts } from './limit-attempts.js';
import type { Door } from './limits.rules.js';
import type { TooManyAttempts } from './too-many-attempts.js';

const keys = new Keys({ keys: [] }, [randomBytes(32)]);
const scout = 'scout@acme.example';
const home = '203.0.113.7';

describe(LimitAttempts.name, () => {
  let database: TestDatabase;
  let source: DataSource;
  let here: LimitAttempts;
  let otherReplica: LimitAttempts;

  const outcomeOf = async (
    door: Door,
    {
      replica = here,
      ip = home,
      email = scout,
    }: { replica?: LimitAttempts; ip?: string; email?: string } = {},
  ): Promise<string> => {
    try {
      await replica.run(ip, door, email);
      return 'counted';
    } catch (error) {
      return (error as AppError).code;
    }
  };

  beforeAll(async () => {
    database = await startPostgresDatabase();
    await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole));
    source = await new DataSource({ type: 'postgres', url: database.runtimeUrl }).initialize();
    here = new LimitAttempts(new AttemptStore(source, 1), keys);
    otherReplica = new LimitAttempts(new AttemptStore(source, 1), keys);
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });
  beforeEach(async () => {
    await database.sql('DELETE FROM throttle');
  });

  it('B04 refuses the eleventh password of one address from one network, and says how long', async () => {
    for (let tried = 0; tried < 10; tried += 1) expect(await outcomeOf('password')).toBe('counted');
    expect(await outcomeOf('password')).toBe('too_many_attempts');
    const refusal: unknown = await here.run(home, 'password', scout).catch((error: unknown) => error);
    const { retryAfterSeconds } = refusal as TooManyAttempts;
    expect(retryAfterSeconds).toBeGreaterThan(880);
    expect(retryAfterSeconds).toBeLessThanOrEqual(900);
  });

  it('B04 counts what every replica sees, and forgets nothing when one starts again', async () => {
    for (let tried = 0; tried < 10; tried += 1) await outcomeOf('password', { replica: otherReplica });
    expect(await outcomeOf('password')).toBe('too_many_attempts');
    const startedAgain = new LimitAttempts(new AttemptStore(source, 1), keys);
    expect(await outcomeOf('password', { replica: startedAgain })).toBe('too_many_attempts');
  });

  it('B04 takes an address in any spelling for the same', async () => {
    for (let tried = 0; tried < 10; tried += 1)
      await outcomeOf('password', { email: tried % 2 ? 'Scout@ACME.example' : scout });
    expect(await outcomeOf('password')).toBe('too_many_attempts');
  });

  it('B04 refuses one password for many addresses from one network, and for one address from many', async () => {
    const spray = async (n: number) =>
      await outcomeOf('password', { email: `user${String(n)}@acme.example` });
    for (let tried = 0; tried < 100; tried += 1) expect(await spray(tried)).toBe('counted');
    expect(await spray(100)).toBe('too_many_attempts');
    await database.sql('DELETE FROM throttle');
    const bots = async (n: number) => await outcomeOf('password', { ip: `198.51.100.${String(n)}` });
    for (let tried = 0; tried < 50; tried += 1) expect(await bots(tried)).toBe('counted');
    expect(await bots(50)).toBe('too_many_attempts');
  });

  it('B04 leaves other networks, and single sign-on, open to the owner', async () => {
    for (let tried = 0; tried < 11; tried += 1) await outcomeOf('password');
    expect(await outcomeOf('password', { ip: '198.51.100.1' })).toBe('counted');
    expect(await outcomeOf('sso_email')).toBe('counted');
  });

  it('counts no attempt that was right', async () => {
    for (let tried = 0; tried < 30; tried += 1) await (await here.run(home, 'password', scout)).takeBack();
    expect(await outcomeOf('password')).toBe('counted');
  });

  it('opens again by itself', async () => {
    for (let tried = 0; tried < 11; tried += 1) await outcomeOf('password');
    await database.sql('UPDATE throttle SET expire = expire - 900000');
    expect(await outcomeOf('password')).toBe('counted');
  });

  it('A05 stores neither address nor network', async () => {
    await outcomeOf('password');
    const rows = await database.sql<{ key: string }>('SELECT key FROM throttle');
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toMatch(/scout|acme|203\.0/);
  });

  it('multiplies every limit with what the deployment wants', async () => {
    const strict = new LimitAttempts(new AttemptStore(source, 0.1), keys);
    expect(await outcomeOf('password', { replica: strict })).toBe('counted');
    expect(await outcomeOf('password', { replica: strict })).toBe('too_many_attempts');
  });

  it('F11 refuses with try_again where attempts cannot be counted', async () => {
    const gone = await new DataSource({ type: 'postgres', url: database.runtimeUrl }).initialize();
    const blind = new LimitAttempts(new AttemptStore(gone, 1), keys);
    await gone.destroy();
    expect(await outcomeOf('password', { replica: blind })).toBe('try_again');
  });
});
