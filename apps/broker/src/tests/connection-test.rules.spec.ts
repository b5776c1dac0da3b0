import type { Principal } from '@portico/contracts';
import { seesClaims } from './connection-test.rules.js';

const bearer = (changes: Partial<Principal>): Principal => ({
  kind: 'user',
  subject: 'atticus',
  applicationId: 'dashboard',
  tenantId: 'acme',
  scopes: ['sso:read'],
  roles: [],
  ...changes,
});

describe(seesClaims, () => {
  it.each<[string, Partial<Principal>, boolean]>([
    ['support of the platform', { tenantId: 'platform', roles: ['support'] }, false],
    ['an operator', { tenantId: 'platform', roles: ['operator'] }, false],
    ['an administrator of the company', {}, true],
    ['whoever has a set-up link', { kind: 'set_up' }, true],
    ['a machine for all tenants', { kind: 'machine', tenantId: null }, true],
  ])('answers for %s', (_, changes, expected) => {
    expect(seesClaims(bearer(changes), 'acme')).toBe(expected);
  });
});
