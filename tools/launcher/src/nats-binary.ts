import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DebianProgram, unpackDebian, unpackedPath } from './debian-package.ts';
import type { LauncherEnvironment } from './env.ts';
import type { ProcessGroup } from './process-group.ts';
import { findProgram, isExecutable } from './programs.ts';
import type { Progress } from './progress.ts';
import { Refusal } from './refusal.ts';

const NATS: DebianProgram = {
  package: 'nats-server',
  folder: 'nats',
  path: 'usr/sbin/nats-server',
  megabytes: 5,
};

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
  const installed = unpackedPath(NATS);
  const present = findProgram(
    ['nats-server', 'nats-server.exe'],
    [...environment.path, '/usr/sbin', '/usr/local/sbin'],
  );
  if (present) return present;
  if (isExecutable(installed)) return installed;
  return (
    (await unpackDebian(NATS, group, environment, progress)) ??
    (await fromBrew(group, environment, progress)) ??
    refuse()
  );
};

const refuse = (): never => {
  throw new Refusal(MISSING);
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
