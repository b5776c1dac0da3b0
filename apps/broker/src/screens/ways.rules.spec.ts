import {
  DEFAULT_SECOND_FACTOR,
  DEFAULT_SESSION_LIFETIMES,
  type ConnectionSettings,
  type Mode,
  type UserSnapshot,
} from '@portico/contracts';
import type { UsableConnection } from '../settings/usable-connection.rules.js';
import { chooseWays, type Membership } from './ways.rules.js';

const anyone = { tenantIds: null, connectionIds: null };

const aMembership = (
  tenantId: string,
  modes: Mode[],
  rest: { age?: number; status?: string } = {},
): Membership => ({
  user: {
    tenantId,
    userId: `user-of-${tenantId}`,
    status: rest.status ?? 'active',
    roles: ['member'],
  } as UserSnapshot,
  known: {
    ageSeconds: rest.age ?? 0,
    now: new Date(),
    settings: {
      tenantId,
      slug: tenantId,
      name: tenantId,
      status: 'active',
      version: 1,
      exemptions: [],
      domains: [],
      matching: { policy: 'match_only', mailboxProof: false },
      sessions: DEFAULT_SESSION_LIFETIMES,
      secondFactor: DEFAULT_SECOND_FACTOR,
      connections: modes.map((mode, index) => ({ id: `${tenantId}-${index}`, mode }) as UsableConnection),
      unusable: [],
    },
  },
});

const idsOf = (memberships: Membership[], application = anyone): string[] | string => {
  const decision = chooseWays(memberships, application);
  return decision.outcome === 'offered'
    ? decision.ways.map(({ connection }) => connection.id)
    : decision.code;
};

describe(chooseWays.name, () => {
  it('B01 refuses an unknown address exactly as one whose tenant has nothing switched on', () => {
    const unknown = chooseWays([], anyone);
    expect(chooseWays([aMembership('acme', ['off'])], anyone)).toEqual(unknown);
    expect(unknown).toEqual({ outcome: 'refused', code: 'sso_not_found' });
  });

  it('refuses with the staleness of settings that are too old to decide from', () => {
    expect(idsOf([aMembership('acme', ['enabled'], { age: 400 })])).toBe('settings_stale');
  });

  it('leaves out tenants that the application does not admit', () => {
    const both = [aMembership('acme', ['enabled']), aMembership('globex', ['enabled'])];
    expect(idsOf(both, { ...anyone, tenantIds: ['globex'] as never })).toEqual(['globex-0']);
  });

  it('offers only the enforced connection of a tenant that enforces one', () => {
    expect(idsOf([aMembership('acme', ['enabled', 'enforced'])])).toEqual(['acme-1']);
  });

  it('offers the ways of every tenant that knows the address', () => {
    expect(idsOf([aMembership('acme', ['enabled']), aMembership('globex', ['enabled'])])).toEqual([
      'acme-0',
      'globex-0',
    ]);
  });

  it('offers one way once, although two users of the tenant have the address', () => {
    expect(idsOf([aMembership('acme', ['enabled']), aMembership('acme', ['enabled'])])).toEqual(['acme-0']);
  });

  it('routes a deactivated user like an active one', () => {
    expect(idsOf([aMembership('acme', ['enabled'], { status: 'deactivated' })])).toEqual(['acme-0']);
  });

  it('names what the deployment lacks where the only connection is a Google one without a client', () => {
    const hooli = aMembership('hooli', []);
    hooli.known.settings.unusable = [
      { id: 'google', provider: 'google', mode: 'enabled' } as ConnectionSettings,
    ];
    expect(idsOf([hooli])).toBe('google_not_configured');
    expect(idsOf([hooli, aMembership('acme', ['enabled'])])).toEqual(['acme-0']);
  });
});
