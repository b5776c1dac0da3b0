import { type Code, CODES, Provider } from '@portico/contracts';
import { counter, gauge } from '@portico/service-kit';
import { FAILURES_OF_CONNECTION } from '../history/failures.rules.js';
import { hopOf, HOPS } from './login-hop.rules.js';
import type { LoginEntity } from './login.entity.js';

/** Failures in a row, of the connection and not of one person, from which a connection counts as failing. */
const IN_A_ROW = 3;
/** Nobody tries it any more: what is wrong with it is nobody's trouble now. */
const FORGET_AFTER_MS = 60 * 60_000;

const logins = counter({
  name: 'portico_logins_total',
  help: 'Logins that ended, by result, code of the refusal, method, kind of provider, and the hop where they ended',
  labels: {
    result: ['completed', 'failed'],
    code: ['none', ...Object.keys(CODES)],
    method: ['sso', 'password', 'recovery'],
    provider: [...Provider.options, 'none'],
    hop: HOPS,
  },
});

interface Streak {
  provider: Provider;
  failures: number;
  lastAt: number;
}

/** Connections whose last login here failed by the connection's own fault; the others are not in it. */
const streaks = new Map<string, Streak>();

gauge(
  {
    name: 'portico_connections_failing',
    help: `Connections whose last ${String(IN_A_ROW)} or more logins at this replica within the hour all failed by the connection's own fault, by kind of provider`,
    labels: { provider: Provider.options },
  },
  function collect() {
    for (const provider of Provider.options) this.set({ provider }, countFailing(provider));
  },
);

const countFailing = (provider: Provider): number => {
  const since = performance.now() - FORGET_AFTER_MS;
  for (const [id, { lastAt }] of streaks) if (lastAt < since) streaks.delete(id);
  return [...streaks.values()].filter((streak) => streak.provider === provider && streak.failures >= IN_A_ROW)
    .length;
};

/** Counts a login that has ended; by what is known already, as every login passes here. */
export const countLogin = (
  login: Pick<LoginEntity, 'method' | 'provider' | 'status' | 'connectionId'>,
  code?: Code,
): void => {
  logins.inc({
    result: code ? 'failed' : 'completed',
    code: code ?? 'none',
    method: login.method,
    provider: login.provider ?? 'none',
    hop: hopOf(login, code),
  });
  noteStreak(login, code);
};

const noteStreak = (
  { connectionId, provider }: Pick<LoginEntity, 'provider' | 'connectionId'>,
  code: Code | undefined,
): void => {
  if (!connectionId || !provider) return;
  if (!code) streaks.delete(connectionId);
  else if (FAILURES_OF_CONNECTION.includes(code)) {
    const failures = (streaks.get(connectionId)?.failures ?? 0) + 1;
    streaks.set(connectionId, { provider, failures, lastAt: performance.now() });
  }
};
