import { join } from 'node:path';
import { KeyDirectory } from '@portico/deployment';
import type { Command } from 'commander';
import { demoOf, type GlobalOptions } from './portico.js';
import { ROOT } from './root.js';

/** Where every process of a deployment finds its secrets (docs/decisions/0018). */
export const DIRECTORY = '/run/portico/keys';

/** The option of commands that work with a deployment's keys, whichever of them are there. */
export interface KeyOptions extends GlobalOptions {
  directory?: string;
}

/** Adds that option to a command. */
export const addKeyOption = (command: Command): Command =>
  command.option('--directory <path>', `the deployment's directory of keys (${DIRECTORY} unless said)`);

/** The directory that was named, the one of `npm start`, or the one that every deployment has. */
export const keyDirectoryOf = (options: KeyOptions): KeyDirectory => {
  const demo = demoOf(options);
  const ofHouse = demo && join(ROOT, '.portico', String(demo.portBase), 'keys');
  return new KeyDirectory(options.directory ?? ofHouse ?? DIRECTORY);
};
