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

/** The members of a JSON Web Key that are secret (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
const SECRET_MEMBERS = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']);

/** The public half of a key set: what may be shown, and what verifies and seals. */
export const toPublicKeySet = ({ keys }: KeySet): KeySet => ({
  keys: keys.map((key) =>
    Object.fromEntries(Object.entries(key).filter(([member]) => !SECRET_MEMBERS.has(member))),
  ),
});
