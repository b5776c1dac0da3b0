import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Job } from '@portico/deployment';
import { ROOT } from './root.js';

/** How a job ended: its exit code is one of the command line's own. */
export interface JobEnd {
  exitCode: number;
  /** What it said on stdout. */
  output: string;
}

/** What a job takes of this process's environment besides its own: never an address or a credential. */
const PASSED_ON = ['PATH', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'LOG_LEVEL', 'TZ', 'PORTICO_NATS_REPLICAS'];

/** Runs a service's job as a process of its own; its faults go to stderr as they come. */
export const runJob = async ({ script, env }: Job): Promise<JobEnd> => {
  const passedOn = Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]]));
  const child = spawn(process.execPath, [join(ROOT, script)], {
    cwd: ROOT,
    env: { ...passedOn, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    // A job that was killed has refused nothing and finished nothing.
    child.once('close', (code) => resolve(code ?? 1));
  });
  return { exitCode, output: output.trim() };
};
