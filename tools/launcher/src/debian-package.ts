import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LauncherEnvironment } from './env.ts';
import { TOOLS } from './folders.ts';
import type { ProcessGroup } from './process-group.ts';
import { findProgram, isExecutable } from './programs.ts';
import type { Progress } from './progress.ts';

/** A program that Debian and Ubuntu have a package of. */
export interface DebianProgram {
  package: string;
  /** Its folder in `.tools/`. */
  folder: string;
  /** Where in the package the program is. */
  path: string;
  megabytes: number;
}

/** Where an unpacked program is, or would be. */
export const unpackedPath = ({ folder, path }: DebianProgram): string => join(TOOLS, folder, path);

/** Unpacks Debian's or Ubuntu's package into `.tools/`: needs no root and changes nothing on the system. */
export const unpackDebian = async (
  program: DebianProgram,
  group: ProcessGroup,
  { path, installing: env }: LauncherEnvironment,
  progress: Progress,
): Promise<string | undefined> => {
  if (!findProgram(['apt-get'], path) || !findProgram(['dpkg'], path)) return undefined;
  progress.note(
    `${program.package} is not installed: unpacking the system's package into .tools/ (download ${program.megabytes} MB)`,
  );
  const folder = join(TOOLS, program.folder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const apt = async (args: string[]): Promise<boolean> =>
    (
      await group.tryToRun({
        name: 'apt-get',
        command: 'apt-get',
        args: ['-q', '-o', 'APT::Sandbox::User=', ...args],
        env,
        cwd: folder,
      })
    ).code === 0;
  const name = program.package;
  if (!(await apt(['download', name])) && !(await downloadWithOwnLists(name, apt, folder, progress)))
    return undefined;
  const file = readdirSync(folder).find((found) => found.endsWith('.deb'));
  if (!file) return undefined;
  await group.run({ name: 'dpkg', command: 'dpkg', args: ['-x', join(folder, file), folder], env });
  rmSync(join(folder, file));
  const installed = unpackedPath(program);
  return isExecutable(installed) ? installed : undefined;
};

/** Container images come without package lists; ours are kept apart from the system's. */
const downloadWithOwnLists = async (
  name: string,
  apt: (args: string[]) => Promise<boolean>,
  folder: string,
  progress: Progress,
): Promise<boolean> => {
  progress.note('The system knows no package lists: fetching them into .tools/ (download about 10 MB)');
  const lists = join(folder, 'apt');
  for (const inner of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(join(lists, inner), { recursive: true });
  const own = ['-o', `Dir::State::lists=${join(lists, 'lists')}`, '-o', `Dir::Cache=${join(lists, 'cache')}`];
  const done = (await apt([...own, 'update'])) && (await apt([...own, 'download', name]));
  rmSync(lists, { recursive: true, force: true });
  return done;
};
