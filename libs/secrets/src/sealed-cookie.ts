import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

const CIPHER = 'aes-256-gcm';
/** 96 bits, as RFC 7518 §5.3 has it for A256GCM; the tag has 128. */
const VECTOR_BYTES = 12;
const TAG_BYTES = 16;

/** Secret keys for cookies, 32 random bytes each, newest first; older ones still open. */
export type CookieKeys = readonly Uint8Array[];

interface Envelope {
  purpose: string;
  expiresAt: number;
  content: unknown;
}

/** Reads the content of a cookie-key file: a JSON array of base64url strings of 32 bytes. Throws on anything else. */
export const readCookieKeys = (text: string): CookieKeys => {
  const keys = (JSON.parse(text) as string[]).map((key) => Buffer.from(key, 'base64url'));
  if (keys.length === 0 || keys.some((key) => key.length !== 32))
    throw new Error('cookie keys must be 32 bytes each');
  return keys;
};

/** A key with what never changes about it. */
interface ReadyKey {
  key: KeyObject;
  /** The protected header of everything that it seals (RFC 7516 §4). */
  header: string;
}

const ready = new WeakMap<Uint8Array, ReadyKey>();

const toReady = (key: Uint8Array): ReadyKey => {
  const known = ready.get(key);
  if (known) return known;
  const kid = createHash('sha256').update(key).digest('base64url').slice(0, 8);
  const header = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid })).toString('base64url');
  const made = { key: createSecretKey(key), header };
  ready.set(key, made);
  return made;
};

/**
 * Seals a value that the browser carries for us: it can neither read nor change it (JWE, direct A256GCM).
 * The purpose is sealed in, so that a value made for one use is refused at every other.
 */
export const sealCookie = async (
  keys: CookieKeys,
  purpose: string,
  content: unknown,
  lifetimeSeconds: number,
): Promise<string> => {
  const newest = keys[0];
  if (!newest) throw new Error('there is no cookie key');
  const { key, header } = toReady(newest);
  const envelope: Envelope = { purpose, content, expiresAt: Date.now() + lifetimeSeconds * 1000 };
  const vector = randomBytes(VECTOR_BYTES);
  // Not jose, whose way through WebCrypto's thread pool takes ten times as long; each login seals and opens six.
  const cipher = createCipheriv(CIPHER, key, vector, { authTagLength: TAG_BYTES }).setAAD(
    Buffer.from(header),
  );
  const sealed = Buffer.concat([cipher.update(JSON.stringify(envelope), 'utf8'), cipher.final()]);
  const parts = [vector, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  return [header, '', ...parts].join('.');
};

/** The content of a sealed cookie, or undefined if it is absent, changed, expired or made for another purpose. */
export const openCookie = async (
  keys: CookieKeys,
  purpose: string,
  sealed: string | undefined,
): Promise<unknown> => {
  if (!sealed) return undefined;
  try {
    const envelope = JSON.parse(unseal(keys, sealed)) as Envelope;
    return envelope.purpose === purpose && envelope.expiresAt > Date.now() ? envelope.content : undefined;
  } catch {
    return undefined;
  }
};

/** Throws on anything that one of the keys has not sealed. */
const unseal = (keys: CookieKeys, sealed: string): string => {
  const [header = '', encryptedKey, ...rest] = sealed.split('.');
  // The header is ours word for word or it is none: so nobody chooses an algorithm.
  const key = keys.map(toReady).find((candidate) => candidate.header === header)?.key;
  if (!key || encryptedKey !== '' || rest.length !== 3) throw new Error('not sealed here');
  const [vector, content, tag] = rest.map((part) => Buffer.from(part, 'base64url')) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  if (vector.length !== VECTOR_BYTES || tag.length !== TAG_BYTES) throw new Error('not sealed here');
  const decipher = createDecipheriv(CIPHER, key, vector, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(header)).setAuthTag(tag);
  return Buffer.concat([decipher.update(content), decipher.final()]).toString('utf8');
};
