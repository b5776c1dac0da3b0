import { makeKeys } from '@portico/deployment';
import type { Command } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { type KeyOptions, keyDirectoryOf } from '../key-place.js';
import { Terminal } from '../terminal.js';

/** `portico bootstrap keys`. Tells which files it has made, and nothing of what is in them. */
export const keys = async (_options: object, command: Command): Promise<void> => {
  const options = command.optsWithGlobals<KeyOptions>();
  const directory = keyDirectoryOf(options);
  const { made, kept } = await makeKeys(directory).catch((error: unknown) => {
    throw explain(error, directory.path);
  });
  new Terminal(options).show({ directory: directory.path, made, kept }, () => [
    ...made.map((file) => `made  ${file}`),
    `${made.length === 0 ? 'Nothing was missing' : `${made.length} made`}, ${kept.length} left as they were. Whoever has these files has Portico: keep a copy where secrets belong.`,
  ]);
};

const explain = (error: unknown, path: string): unknown => {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR')
    return new Failure(EXIT.misused, `${path} cannot be written (${code}).`);
  if (code === 'EEXIST')
    return new Failure(EXIT.refused, `Somebody else is making keys in ${path}: run this again.`);
  // What is there and is no key: a seed, a key set, a subscriber.
  if (error instanceof SyntaxError || error instanceof TypeError)
    return new Failure(EXIT.misused, `A file of ${path} is not what its name says: portico doctor names it.`);
  return error;
};
