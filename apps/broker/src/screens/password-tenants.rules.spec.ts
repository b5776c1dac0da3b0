import { DEFAULT_SECOND_FACTOR, DEFAULT_SESSION_LIFETIMES, type Mode } from '@portico/contracts';
import type { UsableConnection } from '../settings/usable-connection.rules.js';
import { choosePasswordTenants } from './password-tenants.rules.js';
import type { Membership } from './ways.rules.js';

const anyone = { tenantIds: null, connectionIds: null };
const now = new Date('2026-11-23T08:00:00Z');

const aMembership = (
  tenantId: string,
  modes: Mode[],
  rest: {
    ageSeconds?: number;
    status?: 'active' | 'deactivated';
    exemptUntil?: string;
    suspended?: true;
  } = {},
): Membership => ({
  user: {
    tenantId,
    userId: `user-of-${tenantId}`,
    status: rest.status ?? 'active',
    roles: [],
  } as never,
  known: {
    ageSeconds: rest.ageSeconds ?? 0,
    now,
    settings: {
      tenantId,
      slug: tenantId,
      name: tenantId,
      status: rest.suspended ? 'suspended' : 'active',
      version: 1,
      exemptions: rest.exemptUntil ? [{ userId: `user-of-${tenantId}`, until: rest.exemptUntil }] : [],
      domains: [],
      matching: { policy: 'match_only', mailboxProof: false },
      sessions: DEFAULT_SESSION_LIFETIMES,
      secondFactor: DEFAULT_SECOND_FACTOR,
      unusable: [],
      connections: modes.map(
        (mode, index) => ({ id: `${tenantId}-${String(index)}`, mode }) as UsableConnection,
      ),
    },
  },
});

describe(choosePasswordTenants.name, () => {
  it('E01 tries no password where single sign-on is enforced, and says so', () => {
    expect(choosePasswordTenants([aMembership('globex', ['enforced'])], anyone)).toEqual({
      tenantIds: [],
      code: 'sso_required',
    });
  });

  it('tries the password elsewhere, and says nothing of a tenant where it was not tried', () => {
    const both = [aMembership('globex', ['enforced']), aMembership('solo', [])];
    expect(choosePasswordTenants(both, anyone)).toEqual({ tenantIds: ['solo'], code: 'credentials_invalid' });
  });

  it.each([
    ['nobody has the address', [], anyone],
    ['the tenant is suspended', [aMembership('acme', [], { suspended: true })], anyone],
    [
      'the application does not admit the tenant',
      [aMembership('acme', [])],
      { ...anyone, tenantIds: ['globex'] },
    ],
  ])('B01 says the same where %s', (_, memberships, application) => {
    expect(choosePasswordTenants(memberships, application)).toEqual({
      tenantIds: [],
      code: 'credentials_invalid',
    });
  });

  it('refuses with stale settings where a password could just have been forbidden', () => {
    const stale = aMembership('acme', ['enabled'], { ageSeconds: 31 });
    expect(choosePasswordTenants([stale], anyone)).toEqual({ tenantIds: [], code: 'settings_stale' });
  });

  it.each([
    ['before its end', '2026-11-24T08:00:00Z', ['globex']],
    ['after its end', '2026-11-22T08:00:00Z', []],
  ])('lets an exempted user try a password %s', (_, exemptUntil, tenantIds) => {
    const exempted = aMembership('globex', ['enforced'], { exemptUntil });
    expect(choosePasswordTenants([exempted], anyone).tenantIds).toEqual(tenantIds);
  });

  it('B01 tries the password of a deactivated user, and never sets one', () => {
    const leaver = [aMembership('acme', [], { status: 'deactivated' })];
    expect(choosePasswordTenants(leaver, anyone).tenantIds).toEqual(['acme']);
    expect(choosePasswordTenants(leaver, anyone, 'reset').tenantIds).toEqual([]);
  });

  it('asks for a tenant once, and for no more than one question holds', () => {
    const many = Array.from({ length: 30 }, (_, n) => aMembership(`tenant-${String(n)}`, []));
    expect(choosePasswordTenants([...many, ...many], anyone).tenantIds).toHaveLength(20);
  });
});
