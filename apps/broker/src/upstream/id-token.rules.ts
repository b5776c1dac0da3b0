import { AppError, type ConnectionSettings } from '@portico/contracts';
import type { UsableConnection } from '../settings/usable-connection.rules.js';
import { issuerSpellingsOf } from './issuer-spelling.rules.js';

/** Claims of a verified token: of any type that JSON has. */
export type Claims = Readonly<Record<string, unknown>>;

const MOST_SECONDS_OLD = 600;
const MOST_SECONDS_AHEAD = 60;

/**
 * What openid-client leaves unchecked in an ID token. Refuses with `id_token_issuer_invalid`,
 * `id_token_audience_invalid`, `id_token_time_invalid`.
 */
export const checkIdToken = (
  claims: Claims,
  connection: Pick<UsableConnection, 'provider' | 'issuer' | 'clientId'>,
  nowSeconds: number,
): void => {
  if (!issuerSpellingsOf(connection).some((name) => name === claims['iss']))
    throw new AppError('id_token_issuer_invalid');
  // openid-client looks at azp only beside several audiences.
  if (claims['azp'] !== undefined && claims['azp'] !== connection.clientId)
    throw new AppError('id_token_audience_invalid', { detail: 'azp' });
  const issuedAt = claims['iat'];
  if (typeof issuedAt !== 'number') throw new AppError('id_token_invalid', { detail: 'iat' });
  if (issuedAt < nowSeconds - MOST_SECONDS_OLD || issuedAt > nowSeconds + MOST_SECONDS_AHEAD)
    throw new AppError('id_token_time_invalid', { detail: 'iat' });
};

/** 1 to 255 characters without control characters, and none of them a blank at an edge. */
const SUBJECT = /^(?=.{1,255}$)[^\s\p{Cc}](?:[^\p{Cc}]*[^\s\p{Cc}])?$/u;

/**
 * The subject that an identity is known by: `sub`; for Azure directory and object, which stay the same for every
 * application of the directory. Refuses with `id_token_invalid`.
 */
export const readSubject = (claims: Claims, provider: ConnectionSettings['provider']): string => {
  const parts = provider === 'azure' ? [claims['tid'], claims['oid']] : [claims['sub']];
  const subject = parts.join('/');
  if (!parts.every((part) => typeof part === 'string' && SUBJECT.test(part)) || !SUBJECT.test(subject))
    throw new AppError('id_token_invalid', { detail: provider === 'azure' ? 'tid or oid' : 'sub' });
  return subject;
};
