import type { CognitoIdentity, CognitoUser } from './aws-json.rules.js';

/** Profiles of one person in one tenant: the one that is kept, and those that are not. */
export interface SamePerson {
  kept: CognitoUser;
  others: CognitoUser[];
}

const EXTERNAL = 'EXTERNAL_PROVIDER';
/** A profile that nobody has ever signed in with. */
const NEVER_USED = ['UNCONFIRMED', 'FORCE_CHANGE_PASSWORD', 'UNKNOWN'];

export const isFederated = ({ status }: CognitoUser): boolean => status === EXTERNAL;

const keyOf = ({ providerName, userId }: CognitoIdentity): string => JSON.stringify([providerName, userId]);

/**
 * The profiles of identity providers that Cognito has linked to a profile of its own (AdminLinkProviderForUser). It
 * lists both, and its tokens carry the `sub` of the latter.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
export const findLinkedAway = (users: readonly CognitoUser[]): Map<CognitoUser, CognitoUser> => {
  const owners = new Map<string, CognitoUser>();
  for (const user of users)
    if (!isFederated(user)) for (const identity of user.identities) owners.set(keyOf(identity), user);
  const away = new Map<CognitoUser, CognitoUser>();
  for (const user of users) {
    const owner = isFederated(user)
      ? user.identities.map((identity) => owners.get(keyOf(identity))).find((found) => found !== undefined)
      : undefined;
    if (owner) away.set(user, owner);
  }
  return away;
};

/**
 * Which of several profiles with one address is kept: one that may sign in before one that may not; then Cognito's own
 * with a linked identity, Cognito's own that was used, that of a provider, and last one that was never used. Of equals
 * the one that was changed last, as each sign-in by a provider changes its profile.
 */
export const chooseKept = (profiles: readonly CognitoUser[]): SamePerson | null => {
  const [kept, ...others] = profiles.toSorted(
    (one, other) => rankOf(one) - rankOf(other) || other.modifiedAt - one.modifiedAt,
  );
  return kept ? { kept, others } : null;
};

const rankOf = (user: CognitoUser): number => (user.enabled ? 0 : 10) + rankOfKind(user);

const rankOfKind = (user: CognitoUser): number => {
  if (isFederated(user)) return 2;
  if (user.identities.length > 0) return 0;
  return NEVER_USED.includes(user.status) ? 3 : 1;
};
