import { DataSource, type EntitySchema } from 'typeorm';
import type { TestDatabase } from './postgres.js';

/** What a migrated database looks like from outside. */
export interface SchemaFindings {
  /** What the entities expect and the tables do not have. Checks, keys and defaults that only SQL knows are no drift. */
  drift: string[];
  /** Tables that are not behind forced row-level security. */
  withoutWall: string[];
  /** Tables that the runtime role owns, and so could take the wall down of. */
  ownedByRuntime: string[];
}

const ONLY_REMOVES = /^(DROP INDEX|ALTER TABLE \S+ (DROP|ALTER COLUMN \S+ DROP DEFAULT))/;

interface Table {
  name: string;
  walled: boolean;
  owner: string;
}

/** Looks at a migrated database: whether it fits the entities, and who could see over the wall between tenants. */
export const inspectSchema = async (
  database: TestDatabase,
  entities: (abstract new () => object)[] | EntitySchema[],
): Promise<SchemaFindings> => {
  const source = await new DataSource({
    type: 'postgres',
    url: database.ownerUrl,
    entities: entities as never[],
  }).initialize();
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  await source.destroy();
  const tables = await database.sql<Table>(
    `SELECT relname AS name, relrowsecurity AND relforcerowsecurity AS walled, rolname AS owner
       FROM pg_class JOIN pg_roles ON relowner = pg_roles.oid
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`,
  );
  const namesOf = (chosen: Table[]): string[] => chosen.map(({ name }) => name);
  return {
    drift: upQueries.map(({ query }) => query).filter((query) => !ONLY_REMOVES.test(query)),
    withoutWall: namesOf(tables.filter(({ walled }) => !walled)),
    ownedByRuntime: namesOf(tables.filter(({ owner }) => owner === database.runtimeRole)),
  };
};
