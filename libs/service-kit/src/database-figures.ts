import type { Pool } from 'pg';
import { counter, gauge } from './figures.js';

const pools = new Set<Pool>();

const sum = (of: (pool: Pool) => number): number => [...pools].reduce((all, pool) => all + of(pool), 0);

gauge(
  {
    name: 'portico_database_connections',
    help: 'Connections of the pool to the database: in use or idle, and requests that wait for one',
    labels: { state: ['used', 'idle', 'waiting'] },
  },
  function collect() {
    this.set(
      { state: 'used' },
      sum(({ totalCount, idleCount }) => totalCount - idleCount),
    );
    this.set(
      { state: 'idle' },
      sum(({ idleCount }) => idleCount),
    );
    this.set(
      { state: 'waiting' },
      sum(({ waitingCount }) => waitingCount),
    );
  },
);

gauge(
  { name: 'portico_database_connections_most', help: 'Connections that the pool may have' },
  function collect() {
    this.set(sum(({ options }) => options.max));
  },
);

/** Transactions that got no connection within a second. */
export const acquireFailures = counter({
  name: 'portico_database_acquire_failures_total',
  help: 'Transactions that did not begin, as no connection was free in time or the database was away',
});

/** Shows the pool at every scrape until it ends. */
export const showPool = (pool: Pool): void => {
  pools.add(pool);
};

/** Shows it no longer. */
export const forgetPool = (pool: Pool): void => {
  pools.delete(pool);
};
