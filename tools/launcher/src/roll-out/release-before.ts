import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LauncherEnvironment } from '../env.ts';
import { ROOT, TOOLS } from '../folders.ts';
import type { ProcessGroup } from '../process-group.ts';
import type { Progress } from '../progress.ts';
import { Refusal } from '../refusal.ts';

/** How many steps `checkOutRelease` reports. */
export const RELEASE_STEPS = 3;

/** A release in a folder of its own, built. */
export interface Release {
  commit: string;
  root: string;
}

const git = (...args: string[]): string | undefined => {
  const { status, stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
};

/** The whole name of a commit. Throws `Refusal` where this clone does not have it. */
const findCommit = (name: string): string => {
  const commit = git('rev-parse', '--verify', '--quiet', `${name}^{commit}`);
  if (commit) return commit;
  if (git('rev-parse', '--is-shallow-repository') === 'true')
    throw new Refusal(
      `This clone is shallow and has no commit ${name}: fetch the history with git fetch --unshallow, then run this again.`,
    );
  throw new Refusal(`There is no commit ${name} in this repository.`);
};

/** A worktree of a commit with its own dependencies and its own build; kept for the next time. */
export const checkOutRelease = async (
  group: ProcessGroup,
  name: string,
  { environment, progress }: { environment: LauncherEnvironment; progress: Progress },
): Promise<Release> => {
  const commit = findCommit(name);
  const root = join(TOOLS, 'releases', commit);
  const env = environment.installing;
  const built = join(root, 'node_modules', '.portico-built');
  const once = async (title: string, work: () => Promise<void>): Promise<void> => {
    await progress.step(title, async () => {
      if (!existsSync(built)) await work();
    });
  };
  await once(`Worktree of ${commit.slice(0, 7)}`, async () => {
    if (existsSync(root)) return;
    // A folder that somebody has removed by hand is still known to git.
    git('worktree', 'prune');
    await group.run({
      name: 'git worktree',
      command: 'git',
      args: ['worktree', 'add', '--detach', root, commit],
      env,
      cwd: ROOT,
    });
  });
  await once('Its dependencies, from its own lock', async () => {
    const npm = ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
    await group.run({ name: 'npm ci', command: 'npm', args: npm, env, cwd: root });
  });
  await once('Its build', async () => {
    const nx = join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
    await group.run({
      name: 'Its build',
      command: process.execPath,
      args: [nx, 'run-many', '-t', 'build', '--output-style=static'],
      env: { ...env, NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1', FORCE_COLOR: '0' },
      cwd: root,
    });
    writeFileSync(built, commit);
  });
  return { commit, root };
};
