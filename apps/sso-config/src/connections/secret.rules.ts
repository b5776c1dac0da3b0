import { AppError } from '@portico/contracts';
import type { ConnectionValues, WantedValues } from './connection-values.rules.js';

const MASK = /^[*\u2022\u25CF]+$/;

/**
 * A stored secret is never sent to another issuer or with another client id than it was entered for: whoever may
 * change those, but does not know the secret, could otherwise have it delivered to himself. Stored are the newest
 * values, pending ones included. Refuses with `client_secret_required`, also for a form's mask in place of the secret.
 */
export const checkSecretComesAlong = (stored: ConnectionValues, wanted: WantedValues): void => {
  if (wanted.clientSecret !== undefined && MASK.test(wanted.clientSecret))
    throw new AppError('client_secret_required', { detail: 'the secret is a mask' });
  if (stored.sealedClientSecret === null || wanted.clientSecret !== undefined) return;
  const moves = (['issuer', 'clientId'] as const).some(
    (value) => wanted[value] !== undefined && wanted[value] !== stored[value],
  );
  if (moves) throw new AppError('client_secret_required', { detail: 'the issuer or the client id changed' });
};

/**
 * The values of an older revision with the secret that it was saved with, as long as they still belong to the issuer
 * and the client id of the newest; else the secret has to be entered again (`client_secret_required`).
 */
export const chooseRestored = (newest: ConnectionValues, old: ConnectionValues): ConnectionValues => {
  const sealedClientSecret = old.sealedClientSecret ?? newest.sealedClientSecret;
  const moves = old.issuer !== newest.issuer || old.clientId !== newest.clientId;
  if (moves && sealedClientSecret !== null)
    throw new AppError('client_secret_required', { detail: 'the revision has another issuer or client id' });
  return { ...old, sealedClientSecret };
};

/** Live values after a going live. When the secret stays, so does its end, which may have been corrected meanwhile. */
export const chooseLive = (live: ConnectionValues, pending: ConnectionValues): ConnectionValues =>
  pending.sealedClientSecret === live.sealedClientSecret
    ? { ...pending, secretExpiresAt: live.secretExpiresAt }
    : pending;
