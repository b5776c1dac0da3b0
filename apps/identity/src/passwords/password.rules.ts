import type { UserSnapshot } from '@portico/contracts';

/** A user with the address in question and the hash of the password, if there is one. */
export interface Holder {
  user: UserSnapshot;
  hash: string | null;
}

/**
 * Whose password is tried: in each tenant its only active user with the address, or nobody (null). As many entries
 * as tenants were asked for, and one at least, so that the work tells nothing about who exists.
 */
export const chooseHolders = (
  tenantIds: readonly string[],
  holders: readonly Holder[],
): (Holder | null)[] => {
  const chosen = [...new Set(tenantIds)].map((tenantId) => {
    const active = holders.filter(({ user }) => user.tenantId === tenantId && user.status === 'active');
    return active.length === 1 ? (active[0] ?? null) : null;
  });
  return chosen.length > 0 ? chosen : [null];
};
