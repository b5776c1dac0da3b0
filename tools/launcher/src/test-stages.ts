import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, nxTask } from './build.ts';
import { chromiumBinary } from './chromium.ts';
import { ROOT } from './folders.ts';
import { openControl, type HouseFile } from './house-control.ts';
import type { Stage } from './options.ts';
import { HOUSE_STEPS } from './house.ts';
import { freePorts } from './ports.ts';
import { terminalProgress } from './progress.ts';
import { nxCounts, typeCounts, type Counts } from './results.ts';
import { runJest, runPatiently, serversForTests, type TestRun } from './run-jest.ts';
import { prepareHouse } from './start-house.ts';

/** One stage: does its checks and counts them. */
export type Run = (run: TestRun) => Promise<Counts>;

const lint: Run = async ({ group, environment }) => {
  const shown = await group.tryToRun(
    nxTask(['show', 'projects', '--with-target', 'lint', '--json'], environment.passedOn),
  );
  const projects = JSON.parse(shown.output.slice(shown.output.indexOf('['))) as string[];
  const { code, output } = await group.tryToRun(
    nxTask(['run-many', '-t', 'lint', '--output-style=static'], environment.passedOn),
  );
  if (code !== 0) console.log(output);
  return nxCounts(projects, output, code);
};

const types: Run = async ({ group, environment }) => {
  const { references } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')) as {
    references: { path: string }[];
  };
  const { code, output } = await group.tryToRun({
    name: 'tsc --build',
    command: process.execPath,
    args: [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '--build', '--pretty', 'false'],
    env: environment.passedOn,
    cwd: ROOT,
  });
  if (code !== 0) console.log(output);
  return typeCounts(
    references.map(({ path }) => path),
    output,
    code,
  );
};

/** Most tests wait more than they compute, so the smallest machines run two at once too. */
const WORKERS = ['--maxWorkers', '2'];

const unit: Run = (run) =>
  runJest(run, 'unit', [
    '--testMatch',
    '**/*.spec.ts',
    '--testPathIgnorePatterns',
    '\\.int\\.spec\\.ts$',
    '/node_modules/',
    ...WORKERS,
  ]);

const integration: Run = async (run) => {
  await build(run.group, run.environment.passedOn);
  return await runPatiently(
    run,
    'integration',
    ['--testMatch', '**/*.int.spec.ts', ...WORKERS],
    await serversForTests(run),
  );
};

const browser: Run = (run) => wholeHouse(run, 'browser', '**/*.e2e.ts');

/** The longer disturbances, a command of their own. */
export const faults: Run = (run) => wholeHouse(run, 'faults', '**/*.faults.ts');

export const RUNS: Record<Stage, Run> = { lint, types, unit, integration, browser };

/** Suites that look at the house from outside, one after another because they share one. */
const wholeHouse = async (run: TestRun, name: string, testMatch: string): Promise<Counts> => {
  await build(run.group, run.environment.passedOn);
  const progress = terminalProgress(HOUSE_STEPS);
  const chromium = await chromiumBinary(run.group, run.environment, progress);
  const { house, close } = await prepareHouse({
    progress,
    stateFolder: join(run.folder, 'house'),
    replicas: { broker: 2, identity: 2 },
    spansPort: (await freePorts(1))[0],
  });
  run.onEnd(close);
  const description = await house.open();
  const control = await openControl(house);
  run.onEnd(control.close);
  const file = join(run.folder, 'house.json');
  writeFileSync(file, JSON.stringify({ ...description, control: control.url } satisfies HouseFile), {
    mode: 0o600,
  });
  return await runPatiently(run, name, ['--testMatch', testMatch, '--runInBand'], {
    PORTICO_E2E_HOUSE: file,
    CHROMIUM_BIN: chromium,
    ...(await serversForTests(run)),
  });
};
