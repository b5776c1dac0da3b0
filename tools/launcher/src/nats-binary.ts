import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LauncherEnvironment } from './env.ts';
import { TOOLS } from './folders.ts';
import type { ProcessGroup } from './process-group.ts';
import { findProgram, isExecutable } from './programs.ts';
import type { Progress } from './progress.ts';
import { Refusal } from './refusal.ts';

const MISSING =
  'nats-server was not found and cannot be installed here: install it (docs.nats.io/running-a-nats-service/introduction/installation) and put it on PATH, or set NATS_SERVER_BIN to its path or NATS_URL to a running one.';

/** The path of a nats-server; installs one into `.tools/` or by Homebrew where the system has none. */
export const natsServerBinary = async (
  group: ProcessGroup,
  environment: LauncherEnvironment,
  progress: Progress,
): Promise<string> => {
  const named = environment.natsServerBin;
  if (named) {
    if (isExecutable(named)) return named;
    throw new Refusal(`NATS_SERVER_BIN is ${named}, which is not a program: correct it or unset it.`);
  }
  const installed = join(TOOLS, 'nats', 'usr', 'sbin', 'nats-server');
  const present = findProgram(
    ['nats-server', 'nats-server.exe'],
    [...environment.path, '/usr/sbin', '/usr/local/sbin'],
  );
  if (present) return present;
  if (isExecutable(installed)) return installed;
  return (
    (await fromDebian(group, environment, progress, installed)) ??
    (await fromBrew(group, environment, progress)) ??
    refuse()
  );
};

const refuse = (): never => {
  throw new Refusal(MISSING);
};

/** Unpacks Debian's or Ubuntu's package into `.tools/`: needs no root and changes nothing on the system. */
const fromDebian = async (
  group: ProcessGroup,
  { path, installing: env }: LauncherEnvironment,
  progress: Progress,
  installed: string,
): Promise<string | undefined> => {
  if (!findProgram(['apt-get'], path) || !findProgram(['dpkg'], path)) return undefined;
  progress.note("nats-server is not installed: unpacking the system's package into .tools/ (download 5 MB)");
  const folder = join(TOOLS, 'nats');
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
  if (!(await apt(['download', 'nats-server'])) && !(await downloadWithOwnLists(apt, folder, progress)))
    return undefined;
  const file = readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (!file) return undefined;
  await group.run({ name: 'dpkg', command: 'dpkg', args: ['-x', join(folder, file), folder], env });
  rmSync(join(folder, file));
  return isExecutable(installed) ? installed : undefined;
};

/** Container images come without package lists; ours are kept apart from the system's. */
const downloadWithOwnLists = async (
  apt: (args: string[]) => Promise<boolean>,
  folder: string,
  progress: Progress,
): Promise<boolean> => {
  progress.note('The system knows no package lists: fetching them into .tools/ (download about 10 MB)');
  const lists = join(folder, 'apt');
  for (const inner of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(join(lists, inner), { recursive: true });
  const own = ['-o', `Dir::State::lists=${join(lists, 'lists')}`, '-o', `Dir::Cache=${join(lists, 'cache')}`];
  const done = (await apt([...own, 'update'])) && (await apt([...own, 'download', 'nats-server']));
  rmSync(lists, { recursive: true, force: true });
  return done;
};

const fromBrew = async (
  group: ProcessGroup,
  { path, installing: env }: LauncherEnvironment,
  progress: Progress,
): Promise<string | undefined> => {
  const brew = findProgram(['brew'], [...path, '/opt/homebrew/bin', '/usr/local/bin']);
  if (!brew) return undefined;
  progress.note('nats-server is not installed: brew install nats-server (download about 10 MB)');
  await group.run({
    name: 'brew install nats-server',
    command: brew,
    args: ['install', '--quiet', 'nats-server'],
    env,
  });
  const prefix = join(brew, '..', 'nats-server');
  return existsSync(prefix) ? prefix : undefined;
};
