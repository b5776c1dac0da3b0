import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LauncherEnvironment } from './env.ts';
import { openStateFolder, ROOT } from './folders.ts';
import { natsServerBinary } from './nats-binary.ts';
import { freePorts } from './ports.ts';
import { checkPostgres, startPostgres } from './postgres.ts';
import type { ProcessGroup } from './process-group.ts';
import { terminalProgress } from './progress.ts';
import { CRASHED, jestCounts, type Counts, type JestReport } from './results.ts';

/** What the stages of one test run share. */
export interface TestRun {
  group: ProcessGroup;
  environment: LauncherEnvironment;
  /** Temporary; everything that the run makes is in it. */
  folder: string;
  jestArgs: string[];
  /** To be done when the run ends, whatever comes of it. */
  onEnd: (end: () => Promise<void> | void) => void;
}

let servers: Promise<Record<string, string>> | undefined;

/** Where integration tests find PostgreSQL and the program of NATS; started once, when first needed. */
export const serversForTests = (run: TestRun): Promise<Record<string, string>> => {
  servers ??= startServers(run);
  return servers;
};

const startServers = async ({ group, environment, folder }: TestRun): Promise<Record<string, string>> => {
  const [port = 0] = await freePorts(1);
  const given = environment.databaseUrl;
  const url = given
    ? await checkPostgres(given)
    : await startPostgres(group, {
        folder: openStateFolder(join(folder, 'servers')),
        port,
        durable: false,
        env: environment.passedOn,
      });
  const nats = await natsServerBinary(group, environment, terminalProgress(1));
  return { PORTICO_TEST_DATABASE_URL: url, PORTICO_TEST_NATS_BIN: nats };
};

/** Runs Jest with what the caller of `npm test` added, and counts what it reports. */
export const runJest = async (
  { group, environment, folder, jestArgs }: TestRun,
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Counts> => {
  const report = join(folder, `${name}.json`);
  const watch = watchReport(report);
  const { code } = await group.tryToRun({
    name: `jest (${name})`,
    command: process.execPath,
    args: [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--json',
      '--outputFile',
      report,
      // Before options that take several words, which would swallow a path.
      ...jestArgs,
      ...args,
    ],
    env: { ...environment.passedOn, ...env, TMPDIR: folder },
    cwd: ROOT,
    signal: watch.signal,
    show: true,
  });
  watch.end();
  if (!existsSync(report)) return CRASHED;
  return jestCounts(JSON.parse(readFileSync(report, 'utf8')) as JestReport, code);
};

const ENDS_WITHIN_MS = 15_000;

/** Ends a Jest that has reported and does not end, because a test left something open: that counts as a failure. */
const watchReport = (report: string): { signal: AbortSignal; end: () => void } => {
  const abort = new AbortController();
  let reportedAt = Infinity;
  const timer = setInterval(() => {
    if (existsSync(report)) reportedAt = Math.min(reportedAt, Date.now());
    if (Date.now() - reportedAt < ENDS_WITHIN_MS) return;
    console.log(
      'A test has left something open, so Jest does not end; it is ended now, and that counts as a failure.',
    );
    abort.abort();
    clearInterval(timer);
  }, 1000);
  return { signal: abort.signal, end: () => clearInterval(timer) };
};
