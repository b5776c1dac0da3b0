import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';

/** The first of these programs that is in one of the folders. */
export const findProgram = (names: string[], folders: string[]): string | undefined =>
  names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);

export const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Runs a program quietly; whether it succeeded. */
export const succeeds = (
  command: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): boolean => spawnSync(command, args, { ...options, stdio: 'ignore' }).status === 0;

export const isRoot = (): boolean => process.getuid?.() === 0;
