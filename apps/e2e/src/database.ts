import type { HouseDescription } from '@portico/launcher';
import pg from 'pg';

type Owner = keyof HouseDescription['databases'];

/** SQL as the superuser, whom row-level security does not bind: to age a row, or to count what is there. */
export const query = async <Row extends object>(
  { postgresUrl, databases }: Pick<HouseDescription, 'postgresUrl' | 'databases'>,
  owner: Owner,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> => {
  const url = new URL(postgresUrl);
  url.pathname = new URL(databases[owner].owner).pathname;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
};
