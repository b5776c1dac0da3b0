import type { System } from '../load/system.ts';
import type { Measurement } from './measure.ts';
import { median, percentile } from './statistics.rules.ts';

/** What several rounds say about one system. */
export interface Figures {
  name: System['name'];
  logins: number;
  failures: string[];
  loginsPerCpuSecond: number;
  cpuMs: number;
  postgresMs: number;
  loginsPerSecond: number;
  /** With all browsers at once. */
  p50Ms: number;
  p99Ms: number;
  /** With one browser alone. */
  aloneP50Ms: number;
  aloneP99Ms: number;
  memoryMib: number;
  statements: number;
  writingTransactions: number;
}

/** What is known besides the rounds. */
export type Counted = Pick<Figures, 'memoryMib' | 'statements' | 'writingTransactions'>;

/** One system's rounds: all browsers at once, and one alone. */
export interface Rounds {
  together: Measurement[];
  alone: Measurement[];
}

export const toFigures = (name: System['name'], { together, alone }: Rounds, counted: Counted): Figures => {
  const all = [...together, ...alone];
  const latencies = together.flatMap(({ latenciesMs }) => latenciesMs);
  const aloneLatencies = alone.flatMap(({ latenciesMs }) => latenciesMs);
  const cpuMs = median(together.map((round) => round.cpuMs));
  return {
    name,
    logins: all.reduce((sum, { logins }) => sum + logins, 0),
    failures: all.flatMap(({ failures }) => failures),
    loginsPerCpuSecond: 1000 / cpuMs,
    cpuMs,
    postgresMs: median(together.map((round) => round.postgresMs)),
    loginsPerSecond: median(together.map((round) => round.loginsPerSecond)),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    aloneP50Ms: percentile(aloneLatencies, 0.5),
    aloneP99Ms: percentile(aloneLatencies, 0.99),
    ...counted,
  };
};

/** How many logins Portico does for each that the bare libraries do in the same CPU time: of each round, then the median. */
export const ratioOf = (portico: Rounds, bare: Rounds): { median: number; rounds: number[] } => {
  const rounds = portico.together.map(({ cpuMs }, index) => (bare.together[index]?.cpuMs ?? 0) / cpuMs);
  return { median: median(rounds), rounds };
};
