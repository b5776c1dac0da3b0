import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.ts';

const SOURCES = join(ROOT, 'libs/contracts/src');
const BUILT = join(ROOT, 'libs/contracts/dist/index.js');

/** Builds `@portico/contracts` where it is older than its sources, which is not so where it came built. */
export const buildContracts = (): void => {
  if (changedAt(BUILT) >= newestSource()) return;
  process.stderr.write('Building the contracts, which have changed …\n');
  const nx = join(ROOT, 'node_modules/nx/dist/bin/nx.js');
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1', FORCE_COLOR: '0' };
  const args = [nx, 'build', '@portico/contracts', '--output-style=static'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' });
  if (status !== 0) {
    process.stderr.write(stdout);
    process.exit(1);
  }
  // What nx takes from its cache keeps the time at which it was made.
  utimesSync(BUILT, new Date(), new Date());
};

const newestSource = (): number =>
  Math.max(
    0,
    ...readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).map((file) =>
      changedAt(join(SOURCES, file)),
    ),
  );

const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
