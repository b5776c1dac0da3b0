import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { CookieKeys } from '@portico/secrets';

/**
 * The signatures of oidc-provider's cookies, as it would have them made by Keygrip: with SHA-256 in place of SHA-1, and
 * compared in constant time by Node itself. Every page of a login has several checked.
 */
export class CookieSignatures {
  private readonly keys: KeyObject[];

  constructor(keys: CookieKeys) {
    // The same text as ever, so that a key rotated by its file keeps its meaning.
    this.keys = keys.map((key) => createSecretKey(Buffer.from(key).toString('base64url'), 'utf8'));
  }

  sign(data: string): string {
    const [newest] = this.keys;
    if (!newest) throw new Error('there is no cookie key');
    return signatureOf(data, newest).toString('base64url');
  }

  verify(data: string, signature: string): boolean {
    return this.index(data, signature) >= 0;
  }

  /** Which key made the signature, -1 for none; one that is not the newest has the cookie signed anew. */
  index(data: string, signature: string): number {
    const given = Buffer.from(signature, 'base64url');
    return this.keys.findIndex((key) => {
      const right = signatureOf(data, key);
      return given.length === right.length && timingSafeEqual(given, right);
    });
  }
}

const signatureOf = (data: string, key: KeyObject): Buffer => createHmac('sha256', key).update(data).digest();
