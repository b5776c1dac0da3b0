import { createHash, randomBytes } from 'node:crypto';

/** What the address of a test is known by; 256 bits, so a plain hash of it gives nothing away. */
export const makeSecret = (): string => randomBytes(32).toString('base64url');

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
