import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LauncherEnvironment } from '@portico/launcher';
import { ROOT } from '@portico/launcher';
import { FolderBuilder, type Ground, type RunInFolder } from './folder-builder.ts';
import { readDockerfile } from './read-dockerfile.ts';

export interface FolderOptions {
  work: string;
  environment: LauncherEnvironment;
  /** Installs the packages of the build too, instead of linking those of the repository, which are of the same lock. */
  fromScratch?: boolean;
}

/** A builder of our own Dockerfile's stages, with this Node in the place of the base images. */
export const openFolders = ({ work, environment, fromScratch = false }: FolderOptions): FolderBuilder => {
  mkdirSync(work, { recursive: true });
  chmodSync(work, 0o755);
  const recipe = readDockerfile(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
  const run = withEnvironment(environment, !fromScratch);
  const layBase: Ground['layBase'] = (image, folder) => {
    if (image === recipe.args['RUNTIME_IMAGE']) layNode(folder);
  };
  return new FolderBuilder({ root: ROOT, work, recipe, run, layBase });
};

/** Where the runtime image has its Node. */
const layNode = (folder: string): void => {
  const bin = join(folder, 'nodejs', 'bin');
  mkdirSync(bin, { recursive: true });
  copyFileSync(process.execPath, join(bin, 'node'));
  chmodSync(join(bin, 'node'), 0o755);
};

/** The one command whose result is here already: `npm start` and `npm test` begin by installing the lock. */
const FULL_INSTALL = 'npm ci --ignore-scripts';

const withEnvironment =
  ({ installing }: LauncherEnvironment, linked: boolean): RunInFolder =>
  async (command, cwd, env) => {
    if (linked && command === FULL_INSTALL && linkPackages(cwd)) return;
    const path = [dirname(process.execPath), installing['PATH']].filter(Boolean).join(':');
    const quiet = { npm_config_prefer_offline: 'true', npm_config_update_notifier: 'false' };
    await runShell(command, cwd, { ...installing, ...quiet, ...env, PATH: path });
  };

/** Whether this system could link them. */
const linkPackages = (cwd: string): boolean =>
  spawnSync('cp', ['-al', join(ROOT, 'node_modules'), cwd], { stdio: 'ignore' }).status === 0;

const runShell = (command: string, cwd: string, env: Record<string, string>): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (said += text.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${command}: exit code ${String(code)}\n${said.slice(-4000)}`)),
    );
  });
