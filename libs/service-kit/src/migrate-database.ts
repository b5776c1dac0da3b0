import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { MigrationEnvironment } from './environment.js';
import { checkRecord, knownTo, recordedIn } from './migration-record.js';
import { codeOf, explainDatabaseError, isExplained, MigrationRefusal } from './migration-refusal.js';

/** A number of Portico's own, so that two migration jobs at once wait for each other. */
const MIGRATION_LOCK = 0x706f7274;
const ASK_FOR_LOCK_EVERY_MS = 250;

/**
 * A change of a table waits for whoever uses it, and everybody after it waits for the change: so it gives up before
 * the statements of services do (three seconds), lets them through, and comes again.
 */
const LOCK_TIMEOUT_MS = 1500;
const LOCK_TRIES = 20;
const LOCK_NOT_AVAILABLE = '55P03';

/** A forward-only migration; its class name ends with a timestamp, as TypeORM wants it. */
export type Migration = new () => MigrationInterface;

/** The name of the database that an address leads to. */
const databaseOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));

/** The name of the runtime role, which migrations grant rows to: the user of its connection address. */
export const roleOf = (databaseUrl: string): string => decodeURIComponent(new URL(databaseUrl).username);

/**
 * Brings a service's database up to date as its owner. Safe to run twice, also at once, and while services of the
 * release before are at work. Throws `MigrationRefusal`, and has changed nothing, where the database is of another
 * service or of a newer release; a migration that fails leaves nothing behind, those before it stay.
 */
export const migrateDatabase = async (ownerUrl: string, migrations: Migration[]): Promise<string[]> => {
  const source = sourceOf(ownerUrl, migrations);
  try {
    await source.initialize();
    const lock = source.createQueryRunner();
    await takeLock(lock);
    const before = await recordedIn(lock);
    checkRecord(before, knownTo(source), databaseOf(ownerUrl));
    await runPatiently(source, lock);
    return (await recordedIn(lock)).filter((name) => !before.includes(name));
  } catch (error) {
    throw explainDatabaseError(error, ownerUrl);
  } finally {
    // The lock goes with its session.
    if (source.isInitialized) await source.destroy();
  }
};

/** The two addresses of a service's database: of the owner of its tables, and of the role that the service signs in with. */
export type MigrationRoles = Pick<MigrationEnvironment, 'PORTICO_MIGRATION_DATABASE_URL' | 'DATABASE_URL'>;

/** `migrateDatabase` with the addresses of a migration job; `migrationsFor` gets the name of the runtime role. */
export const migrateAsOwner = async (
  { PORTICO_MIGRATION_DATABASE_URL: ownerUrl, DATABASE_URL: runtimeUrl }: MigrationRoles,
  migrationsFor: (runtimeRole: string) => Migration[],
): Promise<string[]> => {
  // Who owns a table may take the wall between tenants down.
  if (roleOf(ownerUrl) === roleOf(runtimeUrl))
    throw new MigrationRefusal(
      'misconfigured',
      `PORTICO_MIGRATION_DATABASE_URL and DATABASE_URL have the same role ${roleOf(ownerUrl)}: a service must not own its tables`,
    );
  return await migrateDatabase(ownerUrl, migrationsFor(roleOf(runtimeUrl)));
};

const sourceOf = (ownerUrl: string, migrations: Migration[]): DataSource =>
  new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations,
    migrationsTransactionMode: 'each',
    migrationsTableName: 'schema_migration',
    // Its other loggers write to stdout, which is the job's own.
    logger: 'debug',
    extra: {
      // One for the lock, which belongs to a session, and one for the work.
      max: 2,
      connectionTimeoutMillis: 10_000,
      options: `-c lock_timeout=${LOCK_TIMEOUT_MS}`,
    },
  });

const takeLock = async (lock: QueryRunner): Promise<void> => {
  for (;;) {
    const [row] = (await lock.query('SELECT pg_try_advisory_lock($1) AS taken', [MIGRATION_LOCK])) as {
      taken: boolean;
    }[];
    if (row?.taken) return;
    await sleep(ASK_FOR_LOCK_EVERY_MS);
  }
};

const runPatiently = async (source: DataSource, lock: QueryRunner): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      await source.runMigrations();
      return;
    } catch (error) {
      if (codeOf(error) !== LOCK_NOT_AVAILABLE || tries === LOCK_TRIES)
        throw await nameFailed(error, source, lock);
      await sleep(LOCK_TIMEOUT_MS);
    }
  }
};

/** TypeORM does not say which migration has failed: it is the first that is not recorded. */
const nameFailed = async (error: unknown, source: DataSource, lock: QueryRunner): Promise<unknown> => {
  const done = await recordedIn(lock).catch(() => undefined);
  const failed = done && knownTo(source).find((name) => !done.includes(name));
  if (failed === undefined || isExplained(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new MigrationRefusal(
    'refused',
    `migration ${failed} failed: ${reason}. Nothing of it stays, those before it do; run this again once that is mended`,
    { cause: error },
  );
};
