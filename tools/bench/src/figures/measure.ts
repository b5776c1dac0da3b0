import { setTimeout as wait } from 'node:timers/promises';
import { type LoadResult, runLoad } from '../load/run-load.ts';
import type { System } from '../load/system.ts';
import { cpuMsOf, cpuMsOfTree } from './processes.ts';

/** The numbers of the processes that a measurement is about. */
export interface Watched {
  system: System;
  /** Of the system, each. */
  pids: number[];
  postgres: number;
  idp: string;
}

/** What one load of one system gave. */
export interface Measurement {
  logins: number;
  failures: string[];
  loginsPerSecond: number;
  /** CPU of the system's processes for one login. */
  cpuMs: number;
  postgresMs: number;
  /** Of each login: what the system's answers took, without the identity provider's time inside them. */
  latenciesMs: number[];
}

/** Time for what a login leaves to be done after its last answer: relay, autovacuum, garbage. */
const AFTERMATH_MS = 400;

/** Loads a system and reads what it cost. */
export const measure = async (
  { system, pids, postgres, idp }: Watched,
  load: { browsers: number; logins: number },
): Promise<Measurement> => {
  await askTimes(idp);
  const cpuBefore = sum(pids.map(cpuMsOf));
  const postgresBefore = cpuMsOfTree(postgres);
  const result = await runLoad(system, load);
  await wait(AFTERMATH_MS);
  const count = Math.max(1, result.logins);
  return {
    logins: result.logins,
    failures: result.failures,
    loginsPerSecond: result.logins / result.seconds,
    cpuMs: (sum(pids.map(cpuMsOf)) - cpuBefore) / count,
    postgresMs: (cpuMsOfTree(postgres) - postgresBefore) / count,
    latenciesMs: withoutUpstream(result, await askTimes(idp)),
  };
};

const withoutUpstream = ({ signedIn }: LoadResult, upstreamMs: Record<string, number>): number[] =>
  signedIn.map(({ systemMs, upstreamCode }) => systemMs - (upstreamMs[upstreamCode] ?? 0));

const askTimes = async (idp: string): Promise<Record<string, number>> =>
  (await (await fetch(`${idp}/times`)).json()) as Record<string, number>;

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
