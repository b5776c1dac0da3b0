import type { Role } from '@portico/contracts';

/** What is known of whoever looks at the pages. */
export interface Visitor {
  roles: readonly Role[];
  /** Signed in by a recovery code. */
  recovery: boolean;
}

export type Place = 'sso' | 'domains' | 'users' | 'history' | 'recovery' | 'support';

const ADMIN_PLACES: readonly Place[] = ['sso', 'domains', 'users', 'history', 'recovery'];
/** What a recovery sign-in has something to do or to read in. */
const RECOVERY_PLACES: readonly Place[] = ['sso', 'history'];

/** The pages that a visitor has, in the order of the menu. The APIs decide the same by themselves. */
export const placesOf = ({ roles, recovery }: Visitor): Place[] => {
  if (recovery) return [...RECOVERY_PLACES];
  const isPlatform = roles.includes('support') || roles.includes('operator');
  return [
    ...(roles.includes('tenant_admin') ? ADMIN_PLACES : []),
    ...(isPlatform ? ['support' as const] : []),
  ];
};

/** What may be done to a connection by whom: a recovery sign-in mends and lowers; a set-up link writes values and tests. */
export interface Powers {
  /** Saves values and starts tests. */
  mayMend: boolean;
  /** Lowers a mode. */
  mayLower: boolean;
  /** Adds, enables, enforces, removes, makes links, exempts. */
  mayAdminister: boolean;
}

export const powersOf = ({ roles, recovery }: Visitor, isSetUp = false): Powers => {
  const isAdmin = roles.includes('tenant_admin');
  return {
    mayMend: isAdmin || recovery || isSetUp,
    mayLower: isAdmin || recovery,
    mayAdminister: isAdmin && !recovery,
  };
};
