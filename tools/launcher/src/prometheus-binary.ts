import { type DebianProgram, unpackDebian, unpackedPath } from './debian-package.ts';
import type { LauncherEnvironment } from './env.ts';
import type { ProcessGroup } from './process-group.ts';
import { findProgram, isExecutable } from './programs.ts';
import type { Progress } from './progress.ts';
import { Refusal } from './refusal.ts';

const PROMETHEUS: DebianProgram = {
  package: 'prometheus',
  folder: 'prometheus',
  path: 'usr/bin/prometheus',
  megabytes: 20,
};

const MISSING =
  'prometheus was not found and cannot be installed here: install it and put it on PATH, or set PROMETHEUS_BIN to its path.';

/** The path of a prometheus: PROMETHEUS_BIN, on PATH, or unpacked into `.tools/`. */
export const prometheusBinary = async (
  group: ProcessGroup,
  environment: LauncherEnvironment,
  progress: Progress,
): Promise<string> => {
  const { prometheusBin: named, path } = environment;
  if (named) {
    if (isExecutable(named)) return named;
    throw new Refusal(`PROMETHEUS_BIN is ${named}, which is not a program: correct it or unset it.`);
  }
  const installed = unpackedPath(PROMETHEUS);
  const present = findProgram(['prometheus'], path) ?? (isExecutable(installed) ? installed : undefined);
  const found = present ?? (await unpackDebian(PROMETHEUS, group, environment, progress));
  if (!found) throw new Refusal(MISSING);
  return found;
};
