import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.ts';

/** The libs that the commands import. */
const LIBS = ['contracts', 'policy'];

/** Builds the libs that are older than their sources, which is not so where they came built. */
export const buildContracts = (): void => {
  const stale = LIBS.filter((lib) => changedAt(builtOf(lib)) < newestSource(lib));
  if (stale.length === 0) return;
  process.stderr.write('Building the contracts, which have changed …\n');
  const nx = join(ROOT, 'node_modules/nx/dist/bin/nx.js');
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1', FORCE_COLOR: '0' };
  const projects = stale.map((lib) => `@portico/${lib}`).join(',');
  const args = [nx, 'run-many', '-t', 'build', '-p', projects, '--output-style=static'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' });
  if (status !== 0) {
    process.stderr.write(stdout);
    process.exit(1);
  }
  // What nx takes from its cache keeps the time at which it was made.
  for (const lib of stale) utimesSync(builtOf(lib), new Date(), new Date());
};

const builtOf = (lib: string): string => join(ROOT, 'libs', lib, 'dist/index.js');

const newestSource = (lib: string): number => {
  const sources = join(ROOT, 'libs', lib, 'src');
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' });
  return Math.max(0, ...files.map((file) => changedAt(join(sources, file))));
};

const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
