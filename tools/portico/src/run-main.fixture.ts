import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from './root.js';

/** What a command has printed, and how it ended. */
export interface MainRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** The built command as a person runs it, without a terminal and with nothing in its environment but this. */
export const runMain = async (args: string[], env: Record<string, string> = {}): Promise<MainRun> => {
  const child = spawn(process.execPath, [join(ROOT, 'tools/portico/dist/main.js'), ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
};
