import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';

interface Recorded extends ProcessIdentity {
  name: string;
}

interface Run {
  launcher: ProcessIdentity;
  processes: Recorded[];
}

const fileIn = (stateFolder: string): string => join(stateFolder, 'run.json');

/** Who runs on a state folder, written down so that a later start can tell after the launcher was killed. */
export class RunRecord {
  private readonly processes = new Map<number, Recorded>();
  private readonly file: string;

  constructor(stateFolder: string) {
    this.file = fileIn(stateFolder);
    this.write();
  }

  add(name: string, pid: number): void {
    const identity = identify(pid);
    if (identity) this.processes.set(pid, { name, ...identity });
    this.write();
  }

  remove(pid: number): void {
    if (this.processes.delete(pid)) this.write();
  }

  close(): void {
    rmSync(this.file, { force: true });
  }

  private write(): void {
    const run: Run = {
      launcher: identify(process.pid) ?? { pid: process.pid, startedAt: '' },
      processes: [...this.processes.values()],
    };
    writeFileSync(this.file, JSON.stringify(run, null, 2));
  }
}

/** What an earlier run has left on a state folder. */
export const readRun = (stateFolder: string): { launcherPid?: number; leftBehind: Recorded[] } => {
  try {
    const run = JSON.parse(readFileSync(fileIn(stateFolder), 'utf8')) as Run;
    if (isAlive(run.launcher)) return { launcherPid: run.launcher.pid, leftBehind: [] };
    return { leftBehind: run.processes.filter(isAlive) };
  } catch {
    return { leftBehind: [] };
  }
};

const PATIENCE_MS = 10_000;

/** Ends processes that a killed launcher has left behind, newest first. SIGINT is Postgres' fast way to stop. */
export const endLeftBehind = async (processes: Recorded[], patienceMs = PATIENCE_MS): Promise<void> => {
  for (const found of processes.toReversed()) {
    process.kill(found.pid, 'SIGINT');
    const deadline = Date.now() + patienceMs;
    while (isAlive(found) && Date.now() < deadline) await wait(50);
    while (isAlive(found)) {
      process.kill(found.pid, 'SIGKILL');
      await wait(50);
    }
  }
};
