import { readFileSync } from 'node:fs';
import { isDemoKey } from './demo-keys.js';
import { readKeySet } from './key-files.js';
import { readCookieKeys } from './sealed-cookie.js';

/** What a service expects in a key file. */
export type KeyFileKind = 'private key set' | 'public key set' | 'cookie keys';

/** Why a service cannot use a key file, in words without its content; undefined where it can. */
export const findKeyFault = (path: string, kind: KeyFileKind): string | undefined => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return 'cannot be read';
  }
  return kind === 'cookie keys' ? cookieFault(text) : keySetFault(path, kind);
};

/** Whether a key file holds a key that `npm start` has made; false for one that cannot be used anyway. */
export const holdsDemoKey = (path: string): boolean => {
  try {
    const held = JSON.parse(readFileSync(path, 'utf8')) as string[] | { keys: { kid: string }[] };
    const names = Array.isArray(held) ? held : held.keys.map(({ kid }) => kid);
    return names.some(isDemoKey);
  } catch {
    return false;
  }
};

const cookieFault = (text: string): string | undefined => {
  try {
    const keys = readCookieKeys(text);
    // A key of one repeated byte was never random.
    if (keys.every((key) => new Set(key).size > 1)) return undefined;
  } catch {
    // Told below.
  }
  return 'must be a JSON array of base64url keys of 32 random bytes';
};

const keySetFault = (path: string, kind: KeyFileKind): string | undefined => {
  try {
    const { keys } = readKeySet(path);
    if (keys.some((key) => key.kty !== 'EC')) return 'holds a key of another kind than EC';
    const secret = keys.filter((key) => key.d !== undefined).length;
    if (kind === 'public key set')
      return secret === 0 ? undefined : 'holds a private key; only public keys belong here';
    return secret === keys.length ? undefined : 'holds a public key alone; it needs the private one';
  } catch {
    return 'is not a readable JSON Web Key Set with key ids';
  }
};
