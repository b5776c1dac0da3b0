import type { Admission } from '../settings/decision.rules.js';
import type { Mode } from '@portico/contracts';
import { choosePreselected, type WantedConnection } from './choose-preselected.rules.js';
import type { KnownTenant } from './ways.rules.js';

const anyone = { tenantIds: null, connectionIds: null };

const aTenant = (tenantId: string, connections: Record<string, Mode>, ageSeconds = 0): KnownTenant =>
  ({
    known: {
      ageSeconds,
      now: new Date(),
      settings: {
        tenantId,
        name: tenantId,
        status: 'active',
        exemptions: [],
        unusable: [],
        connections: Object.entries(connections).map(([name, mode]) => ({
          id: `${tenantId}-${name}`,
          name,
          mode,
        })),
      },
    },
  }) as unknown as KnownTenant;

const acme = aTenant('acme', { Keycloak: 'enabled', Okta: 'off' });
const globex = aTenant('globex', { Okta: 'enforced', Azure: 'enabled' });
const initech = aTenant('initech', { Azure: 'enabled', OneLogin: 'enabled' });

const outcomeOf = (tenants: KnownTenant[], wanted: WantedConnection, application: Admission = anyone) => {
  const step = choosePreselected(tenants, application, wanted);
  if (step.outcome === 'leave') return step.way.connection.id;
  return step.outcome === 'refused' ? step.code : step.outcome;
};

describe(choosePreselected.name, () => {
  it.each<[string, KnownTenant[], WantedConnection, string]>([
    ['a tenant that nobody knows', [], undefined, 'preselection_invalid'],
    ['a tenant without single sign-on', [aTenant('solo', {})], undefined, 'preselection_invalid'],
    ['an unknown connection', [acme], { id: 'acme-Saml' }, 'preselection_invalid'],
    ['a connection that is off', [acme], { id: 'acme-Okta' }, 'preselection_invalid'],
    [
      'A01 a connection of another tenant than the named',
      [acme],
      { id: 'globex-Okta' },
      'preselection_invalid',
    ],
    ['a name that no connection has', [acme], { name: 'Azure' }, 'preselection_invalid'],
    ['a name that two connections have', [globex, initech], { name: 'Azure' }, 'preselection_invalid'],
    [
      'E02 an enabled connection beside an enforced',
      [globex],
      { id: 'globex-Azure' },
      'connection_not_enforced',
    ],
    [
      'A16 settings that are too old',
      [aTenant('acme', { Okta: 'enabled' }, 400)],
      undefined,
      'settings_stale',
    ],
  ])('refuses %s', (_, tenants, wanted, code) => {
    expect(outcomeOf(tenants, wanted)).toBe(code);
  });

  it.each<[string, KnownTenant[], WantedConnection, string]>([
    ['a connection by its id', [initech], { id: 'initech-Azure' }, 'initech-Azure'],
    ['a connection by its name', [initech, acme], { name: 'onelogin' }, 'initech-OneLogin'],
    ['the one connection of a tenant', [acme], undefined, 'acme-Keycloak'],
    ['the choice where the tenant has several', [initech], undefined, 'choose_way'],
  ])('finds %s', (_, tenants, wanted, outcome) => {
    expect(outcomeOf(tenants, wanted)).toBe(outcome);
  });

  it('refuses what the application does not admit', () => {
    expect(outcomeOf([acme], { id: 'acme-Keycloak' }, { ...anyone, tenantIds: ['globex'] })).toBe(
      'preselection_invalid',
    );
    expect(outcomeOf([acme], undefined, { ...anyone, tenantIds: ['globex'] })).toBe('preselection_invalid');
  });
});
