import type { HouseDescription } from '@portico/launcher';
import { query } from './database.js';

/** All that a login may leave behind when it works, and must not when it is refused. */
export interface Traces {
  sessions: number;
  completedLogins: number;
  completedFacts: number;
  links: number;
}

const BROKER = `SELECT (SELECT count(*)::int FROM session) AS sessions,
    (SELECT count(*)::int FROM login WHERE status = 'completed') AS "completedLogins",
    (SELECT count(*)::int FROM outbox_event WHERE type = 'login.completed') AS "completedFacts"`;

/** Counts what logins have left behind, over all tenants. */
export const countTraces = async (
  house: Pick<HouseDescription, 'postgresUrl' | 'databases'>,
): Promise<Traces> => {
  const [broker] = await query<Omit<Traces, 'links'>>(house, 'broker', BROKER);
  const [identity] = await query<Pick<Traces, 'links'>>(
    house,
    'identity',
    'SELECT count(*)::int AS links FROM identity_link',
  );
  if (!broker || !identity) throw new Error('counting gave no row');
  return { ...broker, ...identity };
};
