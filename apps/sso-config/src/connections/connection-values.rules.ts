import type { ConnectionSettings, Provider, UpdateConnection } from '@portico/contracts';
import type { ConnectionRow } from './connection.entity.js';

/** What a revision of a connection counts, and when its secret ends. */
export interface ConnectionValues {
  issuer: string | null;
  clientId: string | null;
  sealedClientSecret: string | null;
  userinfoMethod: ConnectionSettings['userinfoMethod'];
  scopes: string[];
  tokenAuth: ConnectionSettings['tokenAuth'];
  emailClaim: string;
  callback: ConnectionSettings['callback'];
  issuesOwnAddressesOnly: boolean;
  honoursSessionExpiry: boolean;
  recheckMinutes: number | null;
  /** Belongs to the secret; a reminder, not a value: alone it makes no revision. */
  secretExpiresAt: string | null;
}

/** What an admin wants, after the Discovery URL was followed to its issuer. */
export type WantedValues = Omit<UpdateConnection, 'name' | 'discoveryUrl'> & { issuer?: string };

/** The live values of a connection alone. */
export const toValues = (row: ConnectionRow): ConnectionValues => ({
  issuer: row.issuer,
  clientId: row.clientId,
  sealedClientSecret: row.sealedClientSecret,
  userinfoMethod: row.userinfoMethod,
  scopes: row.scopes,
  tokenAuth: row.tokenAuth,
  emailClaim: row.emailClaim,
  callback: row.callback,
  issuesOwnAddressesOnly: row.issuesOwnAddressesOnly,
  honoursSessionExpiry: row.honoursSessionExpiry,
  recheckMinutes: row.recheckMinutes,
  secretExpiresAt: row.secretExpiresAt?.toISOString() ?? null,
});

/** Values as the columns of a connection, which is where the live ones are. */
export const toColumns = ({ secretExpiresAt, ...values }: ConnectionValues): Partial<ConnectionRow> => ({
  ...values,
  secretExpiresAt: secretExpiresAt === null ? null : new Date(secretExpiresAt),
});

/**
 * Whether a login can use the values: client id, client secret and issuer are all there. Google needs none of them,
 * for the broker signs in there with the platform's own client.
 */
export const isComplete = (
  provider: Provider,
  {
    issuer,
    clientId,
    sealedClientSecret,
  }: Pick<ConnectionValues, 'issuer' | 'clientId' | 'sealedClientSecret'>,
): boolean => provider === 'google' || (issuer !== null && clientId !== null && sealedClientSecret !== null);

/** A connection with these values, as the broker signs in with it. */
export const toSettings = (
  { id, provider, name, mode }: ConnectionRow,
  revision: number,
  { secretExpiresAt: _, ...values }: ConnectionValues,
): ConnectionSettings => ({ id, provider, name, mode, revision, ...values });

/** Whether a save leaves nothing to be typed: it named a value, a name is none, and the values are complete now. */
export const endsDraft = (
  provider: Provider,
  values: ConnectionValues,
  { name: _, ...wanted }: UpdateConnection,
): boolean => Object.keys(wanted).length > 0 && isComplete(provider, values);

const differ = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);

/** The instant as it is stored; a new secret without one lasts for ever as far as anybody knows. */
const readExpiry = ({ clientSecret, secretExpiresAt }: WantedValues): string | null | undefined => {
  if (secretExpiresAt) return new Date(secretExpiresAt).toISOString();
  return secretExpiresAt === undefined && clientSecret !== undefined ? null : secretExpiresAt;
};

/** What was wanted, where that differs from the stored values; a sealed secret always counts as different. */
export const chooseChanges = (
  stored: ConnectionValues,
  wanted: WantedValues,
  sealedClientSecret: string | undefined,
): Partial<ConnectionValues> => {
  const { clientSecret: _, ...rest } = { ...wanted, secretExpiresAt: readExpiry(wanted) };
  const entries = Object.entries({ ...rest, sealedClientSecret }).filter(
    ([name, value]) => value !== undefined && differ(value, stored[name as keyof ConnectionValues]),
  );
  return Object.fromEntries(entries);
};

/** Whether the changes make a new revision. */
export const makesRevision = ({ secretExpiresAt: _, ...changes }: Partial<ConnectionValues>): boolean =>
  Object.keys(changes).length > 0;

/** Which values differ, by the names that the API gives them. */
export const namesOfChanges = (before: ConnectionValues | undefined, after: ConnectionValues): string[] => {
  const names = Object.keys(after) as (keyof ConnectionValues)[];
  return names
    .filter((name) => (before ? differ(before[name], after[name]) : after[name] !== null))
    .map((name) => (name === 'sealedClientSecret' ? 'clientSecret' : name))
    .sort();
};
