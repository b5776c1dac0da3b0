import type { Role, Scope } from '@portico/contracts';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { RECOVERY_MINUTES } from '../sessions/lifetimes.rules.js';
import type { Session } from '../sessions/session.store.js';

/** All that somebody who signed in by a recovery code may do at Portico's APIs, whatever the application may. */
const RECOVERY_SCOPES: readonly string[] = ['tenants:read', 'sso:read', 'sso:mend'] satisfies Scope[];

/** The role that opens it; another one, such as an operator's, reaches further. */
const RECOVERY_ROLE: Role = 'tenant_admin';

/** How whoever asks has signed in; of a machine, and before anybody has, nothing. */
export type SignedInBy = Partial<Pick<Session, 'method'>>;

export const isRecovery = ({ method }: SignedInBy): boolean => method === 'recovery';

/** Of these scopes for the APIs, those that count in this session. */
export const scopesWithin = <S extends string>(by: SignedInBy, scopes: readonly S[]): S[] =>
  scopes.filter((scope) => !isRecovery(by) || RECOVERY_SCOPES.includes(scope));

/** Of these roles, those that count in this session. */
export const rolesWithin = (by: SignedInBy, roles: readonly Role[]): Role[] =>
  roles.filter((role) => !isRecovery(by) || role === RECOVERY_ROLE);

/** What a recovery session that began then has left of these seconds. */
export const secondsWithin = (
  by: SignedInBy,
  seconds: number,
  { authTime, now }: { authTime: number; now: number },
): number =>
  isRecovery(by) ? Math.max(1, Math.min(seconds, authTime + RECOVERY_MINUTES * 60 - now)) : seconds;

/** Who asks at the token endpoint, as `FindAccount` has left it there. */
export const signedInBy = ({ oidc }: KoaContextWithOIDC): SignedInBy => ({
  method: oidc.account?.['method'] as Session['method'] | undefined,
});
