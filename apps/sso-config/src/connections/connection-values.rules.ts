import { AppError, type ConnectionSettings, type UpdateConnection } from '@portico/contracts';

/** What a revision of a connection counts. */
export interface ConnectionValues {
  issuer: string | null;
  clientId: string | null;
  sealedClientSecret: string | null;
  userinfoMethod: ConnectionSettings['userinfoMethod'];
  scopes: string[];
  tokenAuth: ConnectionSettings['tokenAuth'];
  issuesOwnAddressesOnly: boolean;
}

/** What an admin wants, after the Discovery URL was followed to its issuer. */
export type WantedValues = Omit<UpdateConnection, 'name' | 'discoveryUrl'> & { issuer?: string };

/** The values of a connection alone. */
export const toValues = (row: ConnectionValues): ConnectionValues => ({
  issuer: row.issuer,
  clientId: row.clientId,
  sealedClientSecret: row.sealedClientSecret,
  userinfoMethod: row.userinfoMethod,
  scopes: row.scopes,
  tokenAuth: row.tokenAuth,
  issuesOwnAddressesOnly: row.issuesOwnAddressesOnly,
});

/** A connection that a login can use: client id, client secret and issuer are all there. */
export const isComplete = ({ issuer, clientId, sealedClientSecret }: ConnectionValues): boolean =>
  issuer !== null && clientId !== null && sealedClientSecret !== null;

const MASK = /^[*\u2022\u25CF]+$/;

/**
 * A stored secret is never sent to another issuer or with another client id than it was entered for: whoever may
 * change those, but does not know the secret, could otherwise have it delivered to himself.
 * Refuses with `client_secret_required`, also for a form's mask in place of the secret.
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

/** Without `openid` there is no ID token (OpenID Connect Core 1.0 §3.1.2.1). */
export const checkScopes = ({ scopes }: WantedValues): void => {
  if (scopes && !scopes.includes('openid'))
    throw new AppError('request_invalid', {
      fields: [{ pointer: '/scopes', message: 'must contain openid' }],
    });
};

/** The stored values with what was wanted, where that differs; a sealed secret always counts as different. */
export const chooseChanges = (
  stored: ConnectionValues,
  { clientSecret: _, ...wanted }: WantedValues,
  sealedClientSecret: string | undefined,
): Partial<ConnectionValues> => {
  const entries = Object.entries({ ...wanted, sealedClientSecret }).filter(
    ([name, value]) =>
      value !== undefined && JSON.stringify(value) !== JSON.stringify(stored[name as keyof ConnectionValues]),
  );
  return Object.fromEntries(entries);
};
