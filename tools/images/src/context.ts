import { cpSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ignore from 'ignore';

/** Copies what `.dockerignore` admits. Its patterns are those that mean the same in a `.gitignore`. */
export const copyContext = (root: string, target: string): void => {
  const patterns = ignore().add(readFileSync(join(root, '.dockerignore'), 'utf8'));
  const isIn = (path: string): boolean => {
    const inner = relative(root, path).split(sep).join('/');
    return inner === '' || !patterns.ignores(inner);
  };
  cpSync(root, target, { recursive: true, filter: isIn });
};
