import type { AppError, Principal, Scope } from '@portico/contracts';
import { checkAccess } from './access.rules.js';

const acme = '0199d5a0-0000-7000-8000-000000000001';
const globex = '0199d5a0-0000-7000-8000-000000000002';

const aMachine = (tenantId: string | null, scopes: Scope[]): Principal => ({
  kind: 'machine',
  subject: 'seed',
  applicationId: 'seed',
  tenantId,
  scopes,
  roles: [],
});

const aUser = (
  roles: Principal['roles'],
  scopes: Scope[] = ['tenants:read', 'users:read', 'users:write'],
): Principal => ({
  kind: 'user',
  subject: 'scout',
  applicationId: 'dashboard',
  tenantId: acme,
  scopes,
  roles,
});

const codeOf = (principal: Principal, scope: Scope, tenantId?: string): string => {
  try {
    checkAccess(principal, [scope], tenantId === undefined ? {} : { tenantId });
    return 'allowed';
  } catch (error) {
    return (error as AppError).code;
  }
};

describe(checkAccess.name, () => {
  it.each<[string, Principal, Scope, string | undefined, string]>([
    ['A01 a user at another tenant', aUser(['tenant_admin']), 'users:read', globex, 'not_found'],
    [
      'A01 a machine of one tenant at another',
      aMachine(acme, ['users:read']),
      'users:read',
      globex,
      'not_found',
    ],
    [
      'a machine without the scope',
      aMachine(null, ['users:read']),
      'users:write',
      acme,
      'scope_insufficient',
    ],
    ['A11 a member who wants to write users', aUser(['member']), 'users:write', acme, 'scope_insufficient'],
    [
      'A11 a tenant admin whose application lacks the scope',
      aUser(['tenant_admin'], ['tenants:read']),
      'users:read',
      acme,
      'scope_insufficient',
    ],
    [
      'A11 a tenant admin who wants all tenants',
      aUser(['tenant_admin']),
      'tenants:read',
      undefined,
      'scope_insufficient',
    ],
    [
      'A11 a tenant admin who wants to seed',
      aUser(['tenant_admin'], ['sso:seed']),
      'sso:seed',
      acme,
      'scope_insufficient',
    ],
    [
      'A11 an operator who is an admin at home and wants to write elsewhere',
      aUser(['tenant_admin', 'operator'], ['users:write']),
      'users:write',
      globex,
      'scope_insufficient',
    ],
    [
      'a machine of one tenant that wants all',
      aMachine(acme, ['tenants:read']),
      'tenants:read',
      undefined,
      'scope_insufficient',
    ],
    [
      'support that wants to write',
      aUser(['support'], ['sso:write']),
      'sso:write',
      globex,
      'scope_insufficient',
    ],
  ])('refuses %s', (_, principal, scope, tenantId, code) => {
    expect(codeOf(principal, scope, tenantId)).toBe(code);
  });

  it.each<[string, Principal, Scope, string | undefined]>([
    ['a machine of all tenants', aMachine(null, ['tenants:write']), 'tenants:write', undefined],
    ['a machine of one tenant at home', aMachine(acme, ['users:write']), 'users:write', acme],
    ['a tenant admin at home', aUser(['tenant_admin']), 'users:write', acme],
    ['a member who reads the own tenant', aUser(['member']), 'tenants:read', acme],
    [
      'an operator who is an admin at home, at home',
      aUser(['tenant_admin', 'operator']),
      'users:write',
      acme,
    ],
    ['support that reads any tenant', aUser(['support']), 'tenants:read', globex],
    ['an operator on the platform', aUser(['operator']), 'tenants:read', undefined],
  ])('allows %s', (_, principal, scope, tenantId) => {
    expect(codeOf(principal, scope, tenantId)).toBe('allowed');
  });
});
