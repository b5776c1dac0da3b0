import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { LauncherEnvironment } from './env.ts';
import { openStateFolder, ROOT } from './folders.ts';
import { natsServerBinary } from './nats-binary.ts';
import { freePorts } from './ports.ts';
import { checkPostgres, startPostgres } from './postgres.ts';
import type { ProcessGroup } from './process-group.ts';
import { terminalProgress } from './progress.ts';
import { countRepeated, CRASHED, failedFiles, jestCounts, type Counts, type JestReport } from './results.ts';

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
  run: TestRun,
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Counts> => {
  // What was added comes before options that take several words, which would swallow a path.
  const first = await runOnce(run, name, [...run.jestArgs, ...args], env);
  return first ? first.counts : CRASHED;
};

/** More files than this fail for a reason that stays. */
const MOST_REPEATED = 12;

/**
 * Runs suites that wait for real servers by real clocks. What failed is run once more with the machine to itself, and
 * that counts (docs/decisions/0017-a-second-try.md).
 */
export const runPatiently = async (
  run: TestRun,
  name: string,
  args: string[],
  env: Record<string, string>,
): Promise<Counts> => {
  const first = await runOnce(run, name, [...run.jestArgs, ...args], env);
  if (!first) return CRASHED;
  const files = failedFiles(first.report);
  if (files.length === 0 || files.length > MOST_REPEATED || run.group.isStopping) return first.counts;
  console.log(`\nOnce more, one after another: ${files.map((file) => relative(ROOT, file)).join(', ')}`);
  const again = ['--runTestsByPath', ...files, '--runInBand'];
  const second = await runOnce(run, `${name}-again`, [...again, ...args.slice(0, 2)], env);
  if (!second) return CRASHED;
  const still = failedFiles(second.report);
  for (const file of files.filter((name) => !still.includes(name)))
    console.log(`Passed only the second time: ${relative(ROOT, file)}`);
  return countRepeated(first.report, second.counts);
};

/** Undefined where Jest ended without a report. */
const runOnce = async (
  { group, environment, folder }: TestRun,
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ report: JestReport; counts: Counts } | undefined> => {
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
      ...args,
    ],
    env: { ...environment.passedOn, ...env, TMPDIR: folder },
    cwd: ROOT,
    signal: watch.signal,
    show: true,
  });
  watch.end();
  if (!existsSync(report)) return undefined;
  const told = JSON.parse(readFileSync(report, 'utf8')) as JestReport;
  return { report: told, counts: jestCounts(told, code) };
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
