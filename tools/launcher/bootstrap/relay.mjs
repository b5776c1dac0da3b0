import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { setInterval } from 'node:timers';
import { withNode } from './run-npm.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const caller = process.ppid;

/** npm passes SIGTERM to its shell, which ends without passing it on: so the end of the shell is taken for the signal. */
const whenCallerEnds = (act) => {
  if (!process.env.npm_lifecycle_event) return;
  setInterval(() => process.ppid !== caller && act(), 300).unref();
};

/**
 * Runs the command with the Node that was chosen and gives its exit code. Signals are passed on; should this process
 * be killed, the command notices by the closed channel and stops by itself.
 */
export const relay = (root, node, file, args) =>
  new Promise((resolve, reject) => {
    const child = spawn(node, ['--disable-warning=ExperimentalWarning', file, ...args], {
      cwd: root,
      env: withNode(node, root),
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
    whenCallerEnds(() => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
