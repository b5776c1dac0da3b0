import { DataSource, type MigrationInterface } from 'typeorm';

/** A number of Portico's own, so that two migration jobs at once wait for each other. */
const MIGRATION_LOCK = 0x706f7274;

/** A forward-only migration; its class name ends with a timestamp, as TypeORM wants it. */
export type Migration = new () => MigrationInterface;

/** The name of the runtime role, which migrations grant rows to: the user of its connection address. */
export const roleOf = (databaseUrl: string): string => decodeURIComponent(new URL(databaseUrl).username);

/** Brings a service's database up to date as its owner. Safe to run twice, also at once. */
export const migrateDatabase = async (ownerUrl: string, migrations: Migration[]): Promise<string[]> => {
  const source = await new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations,
    migrationsTransactionMode: 'each',
    migrationsTableName: 'schema_migration',
    // The lock belongs to a session, so the whole job keeps to one.
    extra: { max: 2 },
  }).initialize();
  const lock = source.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const done = await source.runMigrations();
    return done.map((migration) => migration.name);
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await lock.release();
    await source.destroy();
  }
};
