import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../build.ts';
import { removeCluster } from '../postgres-place.ts';
import { type Progress, terminalProgress } from '../progress.ts';
import { runCommand } from '../run-command.ts';
import { runJest, type TestRun } from '../run-jest.ts';
import { testCommand } from '../test-run.ts';
import { type RollOutOptions, readRollOutOptions } from './options.ts';
import { checkOutRelease, RELEASE_STEPS } from './release-before.ts';
import { openRollControl } from './roll-control.ts';
import { RollingHouse, ROLLING_STEPS } from './rolling-house.ts';

const OWN_STEPS = 1;

/** The release before, today's beside it, the load, the roll-out and the roll-back. */
const rollOut = async (run: TestRun, { from, replicas, keepData }: RollOutOptions) => {
  const { group, environment } = run;
  const progress: Progress = terminalProgress(RELEASE_STEPS + OWN_STEPS + ROLLING_STEPS);
  const before = await checkOutRelease(group, from, { environment, progress });
  await progress.step('Building what has changed today', () => build(group, environment.passedOn));
  const stateFolder = join(run.folder, 'house');
  mkdirSync(stateFolder, { recursive: true });
  const house = new RollingHouse({ stateFolder, environment, progress, before, replicas });
  run.onEnd(async () => {
    await house.close();
    removeCluster(stateFolder);
  });
  const description = await house.open();
  const control = await openRollControl(house);
  run.onEnd(control.close);
  const file = join(run.folder, 'house.json');
  const told = {
    ...description,
    control: control.url,
    rolling: { url: control.url, from: before.commit, replicas, keepData },
  };
  writeFileSync(file, JSON.stringify(told), { mode: 0o600 });
  return await runJest(run, 'roll-out', ['--testMatch', '**/*.rollout.ts', '--runInBand'], {
    PORTICO_E2E_HOUSE: file,
  });
};

const options = readRollOutOptions(process.argv.slice(2));
runCommand(testCommand([['roll-out', (run) => rollOut(run, options)]], []));
