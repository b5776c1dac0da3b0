import type { AccountClaims } from 'oidc-provider';
import { rolesWithin } from './recovery-limits.rules.js';
import type { Session } from '../sessions/session.store.js';

/** Which claims a scope releases (OpenID Connect Core §5.4); those of `openid` are Portico's own. */
export const CLAIMS = {
  openid: ['sub', 'sid', 'tenant_id', 'external_id', 'connection_id', 'amr', 'acr', 'auth_time'],
  profile: ['name', 'roles'],
  email: ['email', 'email_verified'],
};

/** What applications learn about the person. */
export const toClaims = ({ tenantId, method, connectionId, account }: Session): AccountClaims => ({
  sub: account.userId,
  tenant_id: tenantId,
  ...(account.externalId !== null && { external_id: account.externalId }),
  ...(connectionId && { connection_id: connectionId }),
  name: account.name,
  roles: rolesWithin({ method }, account.roles),
  email: account.email,
  // True only where the tenant has proved the domain or Portico itself has verified the mailbox.
  email_verified: account.emailVerified ?? false,
});
