import { readFileSync } from 'node:fs';
import type { KeySet } from './sealing.js';

/** Reads a JSON Web Key Set from a file (RFC 7517 §5). Throws if it holds no key or a key without an id. */
export const readKeySet = (path: string): KeySet => {
  const set = JSON.parse(readFileSync(path, 'utf8')) as KeySet;
  if (!Array.isArray(set.keys) || set.keys.length === 0 || set.keys.some((key) => !key.kid)) {
    throw new Error(`${path} is not a JSON Web Key Set with key ids`);
  }
  return set;
};
