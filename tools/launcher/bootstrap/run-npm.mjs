import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Ends the command with one sentence that says what to do. */
export class Refusal extends Error {}

class NpmFailure extends Refusal {}

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

/** npm's own script, so that the Node of our choice runs it; undefined where npm is only a program. */
const npmScript = () => {
  const linked = onPath('npm');
  const candidates = [
    process.env.npm_execpath,
    linked && realpathSync(linked),
    join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  return candidates.find((file) => file && /npm-cli\.c?js$/.test(file) && existsSync(file));
};

/** The environment in which `node` means the given one, also for programs that are started by others. */
export const withNode = (node, root) => ({
  ...process.env,
  PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].filter(Boolean).join(delimiter),
});

const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network/;

/**
 * Runs npm quietly with the given Node; shows what it said only if it fails. Tries twice: with an empty cache older
 * npm sometimes trips over its own folders (`ENOENT: Cannot cd into`), and then what it has downloaded is kept.
 */
export const runNpm = (root, node, args, purpose) =>
  runOnce(root, node, args, purpose).catch((error) => {
    if (!(error instanceof NpmFailure)) throw error;
    return runOnce(root, node, args, purpose);
  });

const runOnce = (root, node, args, purpose) =>
  new Promise((resolve, reject) => {
    const script = npmScript();
    if (!script && !onPath('npm')) {
      return reject(
        new Refusal('npm was not found: install Node 24 with npm (nodejs.org), then run this again.'),
      );
    }
    const quiet = [
      '--no-fund',
      '--no-audit',
      '--no-update-notifier',
      '--loglevel=error',
      '--fetch-retry-mintimeout=2000',
      '--fetch-retry-maxtimeout=10000',
    ];
    const child = spawn(script ? node : 'npm', [...(script ? [script] : []), ...args, ...quiet], {
      cwd: root,
      env: withNode(node, root),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.once(signal, () => {
        child.kill(signal);
        reject(new Refusal('Stopped.'));
      });
    }
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      if (NO_NETWORK.test(output)) {
        return reject(
          new Refusal(
            `The npm registry cannot be reached, so ${purpose} cannot be installed: connect to the network (or set npm's registry and proxy), then run this again.`,
          ),
        );
      }
      reject(
        new NpmFailure(
          `npm could not install ${purpose}:\n${output.trim().split('\n').slice(-20).join('\n')}`,
        ),
      );
    });
  });
