import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, closeSync, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { Refusal } from './refusal.ts';

/** How one process of the house is started, watched and stopped. */
export interface ProcessPlan {
  name: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd?: string;
  /** Another user to run as, for Postgres as root. */
  as?: { uid: number; gid: number };
  logFile: string;
  /** Told each line that it prints, besides the log. */
  echo?: (line: string) => void;
  stopSignal?: NodeJS.Signals;
  /** Whether it does its work by now; asked again and again. */
  isReady: () => Promise<boolean>;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;
const ASK_EVERY_MS = 40;

/** One started process. It leads a group of its own, so that Ctrl-C reaches it only through the launcher. */
export class ManagedProcess {
  readonly plan: ProcessPlan;
  private readonly child: ChildProcess;
  private readonly gone: Promise<void>;
  private ended = false;
  /** How it has ended: `exit code 0`, or a signal. */
  outcome?: string;
  /** Set before it is asked to end, so that its end is no surprise. */
  private expected = false;

  constructor(plan: ProcessPlan, onSurprise: (outcome: string) => void) {
    this.plan = plan;
    const log = openSync(plan.logFile, 'a');
    const stdout = plan.echo ? 'pipe' : log;
    this.child = spawn(plan.command, plan.args, {
      cwd: plan.cwd,
      env: plan.env,
      ...plan.as,
      detached: process.platform !== 'win32',
      stdio: ['ignore', stdout, stdout === 'pipe' ? log : stdout],
    });
    closeSync(log);
    if (this.child.stdout) copyLines(this.child.stdout, plan);
    this.gone = new Promise((resolve) => {
      const end = (outcome: string): void => {
        this.ended = true;
        this.outcome = outcome;
        resolve();
        if (!this.expected) onSurprise(outcome);
      };
      this.child.once('error', (error) => end(error.message));
      this.child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`));
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get alive(): boolean {
    return !this.ended;
  }

  /** Waits until it works. Throws `Refusal` with the end of its log if it does not come up. */
  async ready(): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await this.plan.isReady())) {
      if (this.ended) throw new Refusal(`${this.plan.name} did not start:\n${lastLines(this.plan.logFile)}`);
      if (Date.now() > deadline)
        throw new Refusal(
          `${this.plan.name} is not ready after ${READY_WITHIN_MS / 1000} s:\n${lastLines(this.plan.logFile)}`,
        );
      await wait(ASK_EVERY_MS);
    }
  }

  /** Asks it to end and waits; ends it by force if it takes too long. */
  async stop(): Promise<void> {
    this.signal(this.plan.stopSignal ?? 'SIGTERM');
    const patience = new AbortController();
    await Promise.race([
      this.gone,
      wait(STOP_WITHIN_MS, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
    await this.kill();
  }

  /** Ends it at once, as a power cut would. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.gone;
  }

  private signal(signal: NodeJS.Signals): void {
    this.expected = true;
    if (!this.ended) this.child.kill(signal);
  }
}

const copyLines = (stream: NodeJS.ReadableStream, { echo, logFile }: ProcessPlan): void => {
  createInterface({ input: stream }).on('line', (line) => {
    appendFileSync(logFile, `${line}\n`);
    echo?.(line);
  });
};

/** The end of a log, for a person who wants to know why. */
export const lastLines = (file: string, count = 15): string =>
  readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
