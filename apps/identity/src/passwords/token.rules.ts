import { createHash } from 'node:crypto';

/** How long a one-time link is good for; its store asks for the same. */
export const LINK_LIVES_MS = 60 * 60 * 1000;

/**
 * What is kept of a one-time link's token. Of 256 random bits a plain hash is enough; the prefix keeps the value
 * from counting anywhere else.
 */
export const hashOfToken = (token: string): Buffer =>
  createHash('sha256').update(`portico:password-link:${token}`).digest();
