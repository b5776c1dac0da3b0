import { AppError, type UserSnapshot } from '@portico/contracts';
import { Database, migrateDatabase, newId } from '@portico/service-kit';
import { startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { DataSource } from 'typeorm';
import { ENTITIES } from '../entities.js';
import { migrationsFor } from '../migrations/index.js';
import { LoginEntity } from './login.entity.js';
import { LOGIN_MINUTES, LoginStore } from './login.store.js';

const store = new LoginStore();

const outcomeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'done';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};

/** A connection that row-level security does not bind. */
const superuserUrl = ({ ownerUrl }: TestDatabase): string => {
  const url = new URL(process.env['PORTICO_TEST_DATABASE_URL'] ?? '');
  url.pathname = new URL(ownerUrl).pathname;
  return url.href;
};

describe(LoginStore.name, () => {
  let database: TestDatabase;
  /** Two, as two replicas of the broker have. */
  let sources: DataSource[];
  let databases: Database[];
  let superuser: DataSource;
  let acme: string;

  beforeAll(async () => {
    database = await startPostgresDatabase();
    await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole));
    const options = { type: 'postgres', url: database.runtimeUrl, entities: ENTITIES } as const;
    sources = await Promise.all([1, 2].map(async () => await new DataSource(options).initialize()));
    databases = sources.map((source) => new Database(source));
    superuser = await new DataSource({ ...options, url: superuserUrl(database) }).initialize();
  });
  afterAll(async () => {
    await Promise.all([...sources, superuser].map((source) => source.destroy()));
    await database.drop();
  });
  beforeEach(() => {
    acme = newId();
  });

  const start = async (): Promise<LoginEntity> =>
    await databases[0]!.inTenant(
      acme,
      async (tx) =>
        await store.start(tx, { id: newId(), tenantId: acme, applicationId: 'phone', method: 'sso' }),
    );
  const claim = async (id: string, { tenantId = acme, replica = 0 } = {}): Promise<string> =>
    await outcomeOf(
      databases[replica]!.inTenant(tenantId, async (tx) => await store.claim(tx, { tenantId, id })),
    );
  const statusOf = async (id: string): Promise<string | undefined> =>
    (await superuser.manager.findOneBy(LoginEntity, { id }))?.status;

  it('P01 lets one of 20 answers that arrive at once claim a login, over two connections', async () => {
    const { id } = await start();
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => claim(id, { replica: n % 2 })));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'login_already_used')).toHaveLength(19);
  });

  it('P01 refuses a login that has ended', async () => {
    const login = await start();
    await databases[0]!.inTenant(acme, async (tx) => {
      await store.fail(tx, login, 'user_unknown', null);
    });
    expect(await claim(login.id)).toBe('login_already_used');
  });

  it('B04 refuses the sixth code of a mailbox proof as one too many, also before the fifth has ended the login', async () => {
    const { id } = await start();
    await claim(id);
    const tryCode = async () =>
      await outcomeOf(
        databases[0]!.inTenant(acme, async (tx) => await store.countMailboxTry(tx, { tenantId: acme, id })),
      );
    for (let tried = 0; tried < 5; tried += 1) expect(await tryCode()).toBe('done');
    expect(await tryCode()).toBe('login_already_used');
    expect(await statusOf(id)).toBe('claimed');
  });

  it('P01 refuses a login that is too old, and leaves it as it is', async () => {
    const { id } = await start();
    await superuser.query(`UPDATE login SET started_at = now() - make_interval(mins => $2) WHERE id = $1`, [
      id,
      LOGIN_MINUTES,
    ]);
    expect(await claim(id)).toBe('login_expired');
    expect(await statusOf(id)).toBe('started');
  });

  it('A02 does not find the login of another tenant', async () => {
    const { id } = await start();
    expect(await claim(id, { tenantId: newId() })).toBe('login_expired');
    expect(await statusOf(id)).toBe('started');
  });

  it('A02 keeps to the tenant by the WHERE alone, on a connection without row-level security', async () => {
    const { id } = await start();
    expect(await outcomeOf(store.claim(superuser.manager, { tenantId: newId(), id }))).toBe('login_expired');
    expect(await statusOf(id)).toBe('started');
  });

  it('ends a login once: who comes second changes nothing', async () => {
    const login = await start();
    const ends = [...Array(10).keys()].map(
      async (n) =>
        await outcomeOf(
          databases[n % 2]!.inTenant(acme, async (tx) => {
            const proof = { amr: null, acr: null, authTime: null };
            if (n % 3 === 0) await store.complete(tx, login, { userId: newId() } as UserSnapshot, proof);
            else await store.fail(tx, login, 'user_unknown', null);
          }),
        ),
    );
    const outcomes = await Promise.all(ends);
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['done', 'login_already_used']));
  });

  it('gives every login a reference of its own', async () => {
    const references = await Promise.all(Array.from({ length: 50 }, async () => (await start()).reference));
    expect(new Set(references).size).toBe(50);
  });

  it('has no two logins under one reference, whichever tenants they are of', async () => {
    const taken = await start();
    const insert = superuser.query(
      `INSERT INTO login (tenant_id, id, reference, application_id, method, status)
       VALUES ($1, $2, $3, 'phone', 'sso', 'started')`,
      [newId(), newId(), taken.reference],
    );
    await expect(insert).rejects.toThrow('login__reference__unique');
  });
});
