import { randomBytes } from 'node:crypto';
import { AppError, type ApplicationSecret, type CreateApplication } from '@portico/contracts';
import type { ApplicationEntity, KeptSecret } from './application.entity.js';
import { hashSecret } from './application.rules.js';

/** More would be forgotten ones; a rotation every hour with an overlap of some hours fits. */
const MOST_SECRETS = 5;

/** A new secret, and what is kept of it. */
export const makeSecret = (id: string, now: Date): { clientSecret: string; kept: KeptSecret } => {
  const clientSecret = randomBytes(32).toString('base64url');
  return { clientSecret, kept: keepSecret(id, clientSecret, now) };
};

/** What is kept of a secret that goes on. */
export const keepSecret = (id: string, secret: string, now: Date): KeptSecret => ({
  id,
  hash: hashSecret(secret),
  createdAt: now.toISOString(),
  expiresAt: null,
});

/** True for an application that proves itself by a secret. */
export const usesSecret = (
  application: Pick<CreateApplication, 'kind'> & { tokenAuth?: ApplicationEntity['tokenAuth'] },
): boolean => application.kind !== 'public' && application.tokenAuth !== 'private_key_jwt';

/** The secrets after a rotation, newest first: older ones end after the overlap, or as early as they would have. */
export const rotateSecrets = (
  { secrets, ...application }: ApplicationEntity,
  newest: KeptSecret,
  { now, overlapSeconds }: { now: Date; overlapSeconds: number },
): KeptSecret[] => {
  if (!usesSecret(application)) throw new AppError('secret_not_used');
  const end = new Date(now.getTime() + overlapSeconds * 1000).toISOString();
  const older =
    overlapSeconds === 0 ? [] : secrets.map((secret) => ({ ...secret, expiresAt: earlier(secret, end) }));
  if (older.length >= MOST_SECRETS) throw new AppError('secret_limit_reached');
  return [newest, ...older];
};

const earlier = ({ expiresAt }: ApplicationSecret, end: string): string =>
  expiresAt !== null && Date.parse(expiresAt) < Date.parse(end) ? expiresAt : end;

/** The secrets without this one; refused for the only one that does not end by itself. */
export const removeSecret = (secrets: KeptSecret[], id: string): KeptSecret[] => {
  const left = secrets.filter((secret) => secret.id !== id);
  if (left.length === secrets.length) throw new AppError('not_found');
  if (!left.some(({ expiresAt }) => expiresAt === null)) throw new AppError('secret_is_last');
  return left;
};
