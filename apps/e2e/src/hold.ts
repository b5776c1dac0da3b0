import { setTimeout as wait } from 'node:timers/promises';
import type { HouseDescription } from '@portico/launcher';
import pg from 'pg';

type Owner = keyof HouseDescription['databases'];
type Databases = Pick<HouseDescription, 'databases' | 'postgresUrl'>;

const connect = async ({ databases, postgresUrl }: Databases, owner: Owner): Promise<pg.Client> => {
  const url = new URL(postgresUrl);
  url.pathname = new URL(databases[owner].owner).pathname;
  const client = new pg.Client({ connectionString: url.href });
  // A server that is killed under a connection says so here as well.
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

/** Something locked in a database, so that whoever needs it waits at exactly that place. */
export interface Hold {
  /** Resolves once so many wait for it (one unless said). */
  waited: (count?: number) => Promise<void>;
  release: () => Promise<void>;
}

const WAIT_MS = 10_000;

/** Locks by a statement in an open transaction. Statements of services give up after three seconds of waiting. */
export const hold = async (
  house: Databases,
  owner: Owner,
  text: string,
  values?: unknown[],
): Promise<Hold> => {
  const client = await connect(house, owner);
  await client.query('BEGIN');
  await client.query(text, values);
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return {
    waited: async (count = 1) => await untilBlocked(house, rows[0]?.pid ?? 0, count),
    release: async () => {
      await client.query('ROLLBACK').catch(() => undefined);
      await client.end().catch(() => undefined);
    },
  };
};

const untilBlocked = async (house: Databases, pid: number, count: number): Promise<void> => {
  const client = await connect(house, 'broker');
  try {
    for (const end = Date.now() + WAIT_MS; Date.now() < end; await wait(10)) {
      const { rows } = await client.query<{ blocked: number }>(
        'SELECT count(*)::int AS blocked FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))',
        [pid],
      );
      if ((rows[0]?.blocked ?? 0) >= count) return;
    }
  } finally {
    await client.end();
  }
  throw new Error(`nobody came to wait for the lock within ${WAIT_MS} ms`);
};
