import type { AppError, Principal, Role } from '@portico/contracts';
import {
  checkMaySetRoles,
  checkNotOneself,
  planUpdate,
  type Profile,
  readProfile,
  readId,
} from './user.rules.js';

const USER_ID = '0199d5a0-0000-7000-8000-00000000000a';
const TENANT_ID = '0199d5a0-0000-7000-8000-000000000001';

const aBearer = (bearer: Partial<Principal>): Principal => ({
  kind: 'user',
  subject: USER_ID,
  applicationId: 'dashboard',
  tenantId: TENANT_ID,
  scopes: ['users:write'],
  roles: ['tenant_admin'],
  ...bearer,
});
const aProfile = (profile: Partial<Profile> = {}): Profile => ({
  email: 'Scout@Acme.example',
  emailNormal: 'scout@acme.example',
  name: 'Scout Finch',
  externalId: 'acme-1',
  roles: ['member'],
  status: 'active',
  ...profile,
});
const refusalOf = (work: () => unknown): Partial<AppError> => {
  try {
    work();
    return {};
  } catch (error) {
    return error as AppError;
  }
};
const codeOf = (work: () => unknown): unknown => refusalOf(work).code;

describe(checkMaySetRoles.name, () => {
  it.each<[string, Principal]>([
    ['a tenant admin', aBearer({})],
    ['support', aBearer({ roles: ['support'] })],
    ['a machine application of one tenant', aBearer({ kind: 'machine', roles: [] })],
    [
      'a machine application of one tenant that claims a role',
      aBearer({ kind: 'machine', roles: ['operator'] }),
    ],
    ['a user without a tenant', aBearer({ tenantId: null })],
  ])('A11 refuses platform roles to %s', (_, bearer) => {
    for (const role of ['operator', 'support'] as const)
      expect(codeOf(() => checkMaySetRoles(['member', role], bearer))).toBe('scope_insufficient');
  });

  it.each<[string, Principal]>([
    ['an operator', aBearer({ roles: ['operator'] })],
    ['a machine application for all tenants', aBearer({ kind: 'machine', tenantId: null, roles: [] })],
  ])('A11 allows platform roles to %s', (_, bearer) => {
    expect(codeOf(() => checkMaySetRoles(['operator', 'support'], bearer))).toBeUndefined();
  });

  it('allows the roles of a tenant to its admin', () => {
    const roles: Role[] = ['member', 'tenant_admin'];
    expect(codeOf(() => checkMaySetRoles(roles, aBearer({})))).toBeUndefined();
  });
});

describe(checkNotOneself.name, () => {
  it('refuses to deactivate oneself', () => {
    const check = () => checkNotOneself(USER_ID, { status: 'deactivated' }, aBearer({}));
    expect(codeOf(check)).toBe('request_invalid');
  });

  it.each<[string, Principal]>([
    ['another user', aBearer({ subject: '0199d5a0-0000-7000-8000-00000000000b' })],
    ['a machine application of the same id', aBearer({ kind: 'machine' })],
  ])('allows it to %s', (_, bearer) => {
    expect(codeOf(() => checkNotOneself(USER_ID, { status: 'deactivated' }, bearer))).toBeUndefined();
  });
});

describe(readProfile.name, () => {
  it.each<[string, Partial<Profile>, string]>([
    ['an address with two at signs', { email: 'a@allowed.example@evil.example' }, '/email'],
    ['an address that is none', { email: 'scout' }, '/email'],
    ['NUL in the name', { name: 'Scout\0' }, '/name'],
    ['a line break in the name', { name: 'Scout\nadmin' }, '/name'],
    ['half a character in the name', { name: 'Scout \uD83D' }, '/name'],
    ['NUL in the external id', { externalId: 'acme\0' }, '/externalId'],
  ])('refuses %s and names the field', (_, profile, pointer) => {
    const refusal = refusalOf(() => readProfile(aProfile(profile)));
    expect(refusal).toMatchObject({ code: 'request_invalid', fields: [{ pointer }] });
  });

  it('keeps the address as given beside the form that is compared', () => {
    const { email, emailNormal } = readProfile(aProfile({ email: 'Scout+News@ACME.example' }));
    expect({ email, emailNormal }).toEqual({
      email: 'Scout+News@ACME.example',
      emailNormal: 'scout+news@acme.example',
    });
  });

  it('names a role once', () => {
    expect(readProfile(aProfile({ roles: ['member', 'member', 'tenant_admin'] })).roles).toEqual([
      'member',
      'tenant_admin',
    ]);
  });
});

describe(planUpdate.name, () => {
  it.each<
    [string, Partial<Profile>, Parameters<typeof planUpdate>[1], { updated: boolean; deactivated: boolean }]
  >([
    ['nothing for an empty change', {}, {}, { updated: false, deactivated: false }],
    ['nothing for the same values', {}, { name: 'Scout Finch' }, { updated: false, deactivated: false }],
    ['updated for a new name', {}, { name: 'Jean Louise' }, { updated: true, deactivated: false }],
    [
      'updated for another spelling of the address',
      {},
      { email: 'scout@acme.example' },
      { updated: true, deactivated: false },
    ],
    ['updated for no external id any more', {}, { externalId: null }, { updated: true, deactivated: false }],
    ['updated for new roles', {}, { roles: ['tenant_admin'] }, { updated: true, deactivated: false }],
    ['deactivated alone', {}, { status: 'deactivated' }, { updated: false, deactivated: true }],
    ['both', {}, { status: 'deactivated', name: 'X' }, { updated: true, deactivated: true }],
    [
      'updated for active again',
      { status: 'deactivated' },
      { status: 'active' },
      { updated: true, deactivated: false },
    ],
    [
      'nothing for deactivated twice',
      { status: 'deactivated' },
      { status: 'deactivated' },
      { updated: false, deactivated: false },
    ],
  ])('tells %s', (_, before, wanted, told) => {
    expect(planUpdate(aProfile(before), wanted)).toMatchObject(told);
  });
});

describe(readId.name, () => {
  it('A03 answers an id that is none as one that does not exist', () => {
    expect(codeOf(() => readId('{"$ne":1}'))).toBe('not_found');
  });
});
