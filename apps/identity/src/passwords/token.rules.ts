import { createHash } from 'node:crypto';

/**
 * What is kept of a one-time link's token. Of 256 random bits a plain hash is enough; the prefix keeps the value
 * from counting anywhere else.
 */
export const hashOfToken = (token: string): Buffer =>
  createHash('sha256').update(`portico:password-link:${token}`).digest();
