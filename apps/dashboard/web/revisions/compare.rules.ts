import type { ConnectionRevision } from '@portico/contracts';

/** The values that revisions are compared by, in the order in which they are entered. */
export const COMPARED = [
  'clientId',
  'issuer',
  'userinfoMethod',
  'secretExpiresAt',
  'scopes',
  'emailClaim',
  'tokenAuth',
  'issuesOwnAddressesOnly',
  'callback',
  'honoursSessionExpiry',
  'recheckMinutes',
] as const;

export type ComparedField = (typeof COMPARED)[number];

/** Whether the secret was replaced by a revision after the older one, up to the newer one. */
export const isSecretReplaced = (
  revisions: readonly ConnectionRevision[],
  one: ConnectionRevision,
  other: ConnectionRevision,
): boolean => {
  const [older, newer] = one.revision < other.revision ? [one, other] : [other, one];
  return revisions.some(
    ({ revision, changed }) =>
      revision > older.revision && revision <= newer.revision && changed.includes('clientSecret'),
  );
};

/** The values in which two revisions differ. */
export const differencesOf = (one: ConnectionRevision, other: ConnectionRevision): ComparedField[] =>
  COMPARED.filter((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]));
