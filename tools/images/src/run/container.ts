import { join } from 'node:path';
import type { Built } from '../folder-builder.ts';
import { processUser } from './unprivileged.ts';

/** A process as a container of an image would start it. */
export interface ContainerProcess {
  command: string;
  args: string[];
  cwd: string;
  /** All of it: nothing of the caller's comes in. */
  env: Record<string, string>;
  as?: { uid: number; gid: number };
}

export interface ContainerOptions {
  /** In the place of the image's own command. */
  command?: string[];
  entrypoint?: string[];
  env?: Record<string, string>;
}

/** How a container of this image starts, in its folder. */
export const containerProcess = (
  { folder, workdir, entrypoint, cmd, env }: Built,
  options: ContainerOptions = {},
): ContainerProcess => {
  const words = [
    ...(options.entrypoint ?? entrypoint),
    ...(options.command ?? (options.entrypoint ? [] : cmd)),
  ];
  const [program = '', ...args] = words;
  return {
    command: join(folder, program),
    args,
    cwd: join(folder, workdir),
    env: { ...env, ...options.env },
    as: processUser(),
  };
};
