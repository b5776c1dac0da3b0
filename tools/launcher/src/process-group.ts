import { spawn } from 'node:child_process';
import { ManagedProcess, type ProcessPlan } from './managed-process.ts';
import { Refusal } from './refusal.ts';
import { RunRecord } from './run-record.ts';

/** A command that runs to its end, such as a build or a migration. */
export interface Task {
  name: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd?: string;
  /** Another user to run as. */
  as?: { uid: number; gid: number };
  /** Ends the task by force. */
  signal?: AbortSignal;
  /** Goes straight to the terminal instead of being kept for the case of a failure. */
  show?: boolean;
}

export interface TaskResult {
  code: number;
  output: string;
}

const TASK_ENDS_WITHIN_MS = 5000;

/** Everything that one house has started: each by its own name and number, so that exactly this is ended. */
export class ProcessGroup {
  private readonly processes = new Map<string, ManagedProcess>();
  private readonly tasks = new Map<number, Promise<unknown>>();
  private readonly record: RunRecord;
  private stopping?: Promise<void>;
  /** Told when a process ends that nobody asked to. */
  onSurprise: (name: string, outcome: string) => void = () => undefined;

  constructor(stateFolder: string) {
    this.record = new RunRecord(stateFolder);
  }

  get isStopping(): boolean {
    return this.stopping !== undefined;
  }

  /** Starts a process and waits until it works. */
  async start(plan: ProcessPlan): Promise<void> {
    this.refuseWhenStopping();
    const started = new ManagedProcess(plan, (outcome) => this.onSurprise(plan.name, outcome));
    this.processes.set(plan.name, started);
    if (started.pid !== undefined) this.record.add(plan.name, started.pid);
    await started.ready();
  }

  /** SIGKILL. */
  async kill(name: string): Promise<void> {
    await this.end(name, (found) => found.kill());
  }

  /** SIGTERM, and SIGKILL if that does not help. */
  async stop(name: string): Promise<void> {
    await this.end(name, (found) => found.stop());
  }

  /** Starts a process again as it was, after stopping it if it still runs. */
  async restart(name: string): Promise<void> {
    await this.stop(name);
    await this.start(this.find(name).plan);
  }

  /** How a process has ended; undefined while it runs. */
  outcomeOf(name: string): string | undefined {
    return this.find(name).outcome;
  }

  list(): { name: string; pid?: number; alive: boolean; logFile: string }[] {
    return [...this.processes.values()].map(({ plan, pid, alive }) => ({
      name: plan.name,
      pid,
      alive,
      logFile: plan.logFile,
    }));
  }

  /** Runs a task to its end. Throws `Refusal` with its output if it fails. */
  async run(task: Task): Promise<void> {
    const { code, output } = await this.tryToRun(task);
    if (code !== 0)
      throw new Refusal(`${task.name} failed:\n${output.trimEnd().split('\n').slice(-40).join('\n')}`);
  }

  /** Runs a task to its end, whatever comes of it. */
  async tryToRun({ name, command, args, env, cwd, as, signal, show }: Task): Promise<TaskResult> {
    this.refuseWhenStopping();
    const into = show ? 'inherit' : 'pipe';
    const child = spawn(command, args, {
      cwd,
      env,
      ...as,
      detached: process.platform !== 'win32',
      stdio: ['ignore', into, into],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => (output += String(chunk)));
    const result = new Promise<TaskResult>((resolve) => {
      child.once('error', (error) => resolve({ code: 127, output: error.message }));
      child.once('close', (code) => resolve({ code: code ?? 1, output }));
    });
    const { pid } = child;
    if (pid === undefined) return await result;
    signal?.addEventListener('abort', () => signalGroup(pid, 'SIGKILL'));
    this.tasks.set(pid, result);
    this.record.add(name, pid);
    return await result.finally(() => {
      this.tasks.delete(pid);
      this.record.remove(pid);
    });
  }

  /** Ends everything, newest kinds first: tasks, then what was started last. A second call waits for the first. */
  stopAll(): Promise<void> {
    this.stopping ??= this.endEverything();
    return this.stopping;
  }

  private async endEverything(): Promise<void> {
    for (const pid of this.tasks.keys()) signalGroup(pid, 'SIGTERM');
    const force = setTimeout(
      () => [...this.tasks.keys()].forEach((pid) => signalGroup(pid, 'SIGKILL')),
      TASK_ENDS_WITHIN_MS,
    );
    await Promise.all(this.tasks.values());
    clearTimeout(force);
    const started = [...this.processes.values()].toReversed();
    const isServer = ({ plan }: ManagedProcess): boolean => plan.stopSignal !== undefined;
    await Promise.all(started.filter((process) => !isServer(process)).map((process) => process.stop()));
    for (const server of started.filter(isServer)) await server.stop();
    this.record.close();
  }

  private async end(name: string, how: (found: ManagedProcess) => Promise<void>): Promise<void> {
    const found = this.find(name);
    await how(found);
    if (found.pid !== undefined) this.record.remove(found.pid);
  }

  private find(name: string): ManagedProcess {
    const found = this.processes.get(name);
    if (!found)
      throw new Error(`there is no process ${name}; there are ${[...this.processes.keys()].join(', ')}`);
    return found;
  }

  private refuseWhenStopping(): void {
    if (this.stopping) throw new Refusal('Stopped.');
  }
}

/** A task may have started others, which are in its group. */
const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It has just ended by itself.
  }
};
