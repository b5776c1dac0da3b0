import { AppError, type Principal, type Role, type Scope } from '@portico/contracts';

/** What a role allows on the `/v1` APIs; a user's token never does more than its application's scopes either. */
const SCOPES_OF_ROLE: Readonly<Record<Role, readonly Scope[]>> = {
  member: ['tenants:read'],
  tenant_admin: [
    'tenants:read',
    'sso:read',
    'sso:write',
    'sso:mend',
    'users:read',
    'users:write',
    'sessions:read',
    'sessions:write',
  ],
  support: ['tenants:read', 'sso:read', 'sso:support', 'sessions:read'],
  operator: [
    'sso:support',
    'sso:mend',
    'tenants:read',
    'tenants:write',
    'sso:read',
    'users:read',
    'applications:read',
    'applications:write',
    'sessions:read',
    'sessions:write',
    'keys:read',
    'keys:write',
  ],
};

/** Roles of the platform's own people reach every tenant. */
const PLATFORM_ROLES: readonly Role[] = ['support', 'operator'];

/** A person's roles at a tenant: elsewhere than at home only those of the platform count. */
const rolesAt = ({ tenantId, roles }: Principal, place: string | undefined): Role[] =>
  tenantId === place ? roles : roles.filter((role) => PLATFORM_ROLES.includes(role));

/** Whether a bearer may do at a tenant, or at none, what needs this scope. */
export const hasScope = (principal: Principal, scope: Scope, tenantId?: string): boolean =>
  principal.scopes.includes(scope) &&
  (principal.kind !== 'user' ||
    rolesAt(principal, tenantId).some((role) => SCOPES_OF_ROLE[role].includes(scope)));

const reachesTenant = ({ kind, tenantId, roles }: Principal, wanted: string): boolean =>
  tenantId === wanted ||
  (kind === 'machine' ? tenantId === null : roles.some((role) => PLATFORM_ROLES.includes(role)));

/** What an operation is about, as its path says: one tenant, or one connection of it. */
export interface Place {
  tenantId?: string;
  connectionId?: string;
}

/**
 * Refuses a bearer with none of the scopes (`scope_insufficient`) or of another tenant (`not_found`, so that ids of
 * other tenants cannot be told from ids that do not exist). An operation on no tenant wants one for all. Whoever has a
 * set-up link reaches its one connection.
 */
export const checkAccess = (
  principal: Principal,
  scopes: readonly Scope[],
  { tenantId, connectionId }: Place,
): void => {
  if (tenantId !== undefined && !reachesTenant(principal, tenantId)) throw new AppError('not_found');
  if (!scopes.some((scope) => hasScope(principal, scope, tenantId)))
    throw new AppError('scope_insufficient', { detail: `needs ${scopes.join(' or ')}` });
  if (tenantId === undefined && !reachesEveryTenant(principal)) throw new AppError('scope_insufficient');
  if (principal.connectionId !== undefined && principal.connectionId !== connectionId)
    throw new AppError('not_found');
};

const reachesEveryTenant = ({ kind, tenantId, roles }: Principal): boolean =>
  kind === 'machine' ? tenantId === null : roles.some((role) => PLATFORM_ROLES.includes(role));
