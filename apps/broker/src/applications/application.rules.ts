import { createHash } from 'node:crypto';
import type { Application } from '@portico/contracts';
import type { ApplicationEntity } from './application.entity.js';

/** A secret is 256 random bits, which need no slow hash: they cannot be guessed, only found. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

export const toApplication = ({
  secretHash: _,
  createdAt,
  ...application
}: ApplicationEntity): Application => ({
  ...application,
  createdAt: createdAt.toISOString(),
});
