import { createHash } from 'node:crypto';
import { compactDecrypt, CompactEncrypt } from 'jose';

const ENCRYPTION = 'A256GCM';

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

const keyId = (key: Uint8Array): string => createHash('sha256').update(key).digest('base64url').slice(0, 8);

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
  const key = keys[0];
  if (!key) throw new Error('there is no cookie key');
  const envelope: Envelope = { purpose, content, expiresAt: Date.now() + lifetimeSeconds * 1000 };
  return await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(envelope)))
    .setProtectedHeader({ alg: 'dir', enc: ENCRYPTION, kid: keyId(key) })
    .encrypt(key);
};

/** The content of a sealed cookie, or undefined if it is absent, changed, expired or made for another purpose. */
export const openCookie = async (
  keys: CookieKeys,
  purpose: string,
  sealed: string | undefined,
): Promise<unknown> => {
  if (!sealed) return undefined;
  try {
    const { plaintext } = await compactDecrypt(
      sealed,
      ({ kid }) => {
        const key = keys.find((candidate) => keyId(candidate) === kid);
        if (!key) throw new Error('unknown key');
        return key;
      },
      { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: [ENCRYPTION] },
    );
    const envelope = JSON.parse(new TextDecoder().decode(plaintext)) as Envelope;
    return envelope.purpose === purpose && envelope.expiresAt > Date.now() ? envelope.content : undefined;
  } catch {
    return undefined;
  }
};
