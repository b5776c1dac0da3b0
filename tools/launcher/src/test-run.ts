import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readLauncherEnvironment } from './env.ts';
import { temporaryFolder } from './folders.ts';
import { removeCluster } from './postgres-place.ts';
import { ProcessGroup } from './process-group.ts';
import { Refusal } from './refusal.ts';
import { CRASHED, summary, total } from './results.ts';
import type { Command } from './run-command.ts';
import { endLeftBehind, readRun } from './run-record.ts';
import type { TestRun } from './run-jest.ts';
import type { Run } from './test-stages.ts';

/** A stage by its name. */
export type NamedStage = [name: string, run: Run];

/** Runs stages one after another, sums what they count, and leaves nothing behind. */
export const testCommand =
  (stages: NamedStage[], jestArgs: string[]): Command =>
  async (onStop) => {
    const folder = temporaryFolder('test');
    chmodSync(folder, 0o755);
    const group = new ProcessGroup(folder);
    const ends: (() => Promise<void> | void)[] = [];
    const stop = async (): Promise<void> => {
      await group.stopAll();
      for (const end of ends) await end();
      await sweep(folder);
    };
    onStop(stop);
    const run: TestRun = {
      group,
      environment: readLauncherEnvironment(),
      folder,
      jestArgs,
      onEnd: (end) => ends.push(end),
    };
    const results = [];
    for (const stage of stages) {
      results.push(await runStage(stage, run));
      if (group.isStopping) return 1;
    }
    await stop();
    console.log(summary(results));
    return total(results.map(({ counts }) => counts)).failed > 0 ? 1 : 0;
  };

const runStage = async ([name, work]: NamedStage, run: TestRun) => {
  const startedAt = Date.now();
  console.log(`\n── ${name} ──`);
  const counts = await work(run).catch((error: unknown) => {
    if (!run.group.isStopping) console.error(error instanceof Refusal ? error.message : error);
    return CRASHED;
  });
  return { name, counts, seconds: (Date.now() - startedAt) / 1000 };
};

/** Ends and removes whatever is still in the run's folder, such as the house of a test that was killed. */
const sweep = async (folder: string): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  for (const inner of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const stateFolder = join(folder, inner.name);
    await endLeftBehind(readRun(stateFolder).leftBehind);
    removeCluster(stateFolder);
  }
  rmSync(folder, { recursive: true, force: true });
};
