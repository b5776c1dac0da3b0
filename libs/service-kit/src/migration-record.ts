import type { DataSource, QueryRunner } from 'typeorm';
import { MigrationRefusal } from './migration-refusal.js';

/** What the database says it has been through: names of migrations, oldest first. */
export const recordedIn = async (runner: QueryRunner): Promise<string[]> => {
  const [table] = (await runner.query(`SELECT to_regclass('schema_migration') AS name`)) as {
    name: string | null;
  }[];
  if (!table?.name) return [];
  const rows = (await runner.query('SELECT name FROM schema_migration ORDER BY timestamp, id')) as {
    name: string;
  }[];
  return rows.map(({ name }) => name);
};

/** The migrations of this release, oldest first, as TypeORM runs them. */
export const knownTo = ({ migrations }: DataSource): string[] =>
  migrations
    .map(({ name, constructor }) => name ?? constructor.name)
    .toSorted((a, b) => timeOf(a) - timeOf(b));

/** A migration's name ends with its time. */
const timeOf = (name: string): number => Number(name.slice(-13));

/**
 * Refuses a database that is of another service, or was migrated by a newer release: migrations only go forward, and
 * what a newer release has added is not for an older one to judge.
 */
export const checkRecord = (recorded: string[], known: string[], database: string): void => {
  const [first] = known;
  if (recorded.length > 0 && first !== undefined && !recorded.includes(first))
    throw new MigrationRefusal(
      'misconfigured',
      `database ${database} is not this service's: it began with ${recorded[0] ?? ''}, not with ${first}. Nothing has been changed`,
    );
  const newer = recorded.filter((name) => !known.includes(name));
  if (newer.length > 0)
    throw new MigrationRefusal(
      'refused',
      `database ${database} was migrated by a newer release (${newer.join(', ')}). Nothing has been changed: ` +
        'services of this release go on working with it, and migrations are run by the newer release only',
    );
};
