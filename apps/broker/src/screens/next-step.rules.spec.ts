import type { Admission } from '../settings/decision.rules.js';
import { DEFAULT_SECOND_FACTOR, DEFAULT_SESSION_LIFETIMES, type Mode } from '@portico/contracts';
import type { UsableConnection } from '../settings/usable-connection.rules.js';
import { chooseNextStep, type Choice, type NextStep } from './next-step.rules.js';
import type { KnownTenant } from './ways.rules.js';

const anyone = { tenantIds: null, connectionIds: null };

const aTenant = (tenantId: string, modes: Mode[], ageSeconds = 0): KnownTenant =>
  ({
    known: {
      ageSeconds,
      now: new Date(),
      settings: {
        tenantId,
        slug: tenantId,
        name: tenantId.toUpperCase(),
        status: 'active',
        version: 1,
        exemptions: [],
        domains: [],
        matching: { policy: 'match_only', mailboxProof: false },
        sessions: DEFAULT_SESSION_LIFETIMES,
        secondFactor: DEFAULT_SECOND_FACTOR,
        unusable: [],
        connections: modes.map((mode, index) => ({ id: `${tenantId}-${index}`, mode }) as UsableConnection),
      },
    },
  }) as unknown as KnownTenant;

const summaryOf = (step: NextStep): string => {
  switch (step.outcome) {
    case 'refused':
      return step.code;
    case 'leave':
      return `leave ${step.way.connection.id}`;
    case 'choose_way':
      return `ways ${step.ways.map(({ connection }) => connection.id).join(' ')}`;
    case 'choose_organisation':
      return `organisations ${step.organisations.map(({ name }) => name).join(' ')}`;
  }
};

const acme = aTenant('acme', ['enabled']);
const globex = aTenant('globex', ['enabled', 'enforced']);
const initech = aTenant('initech', ['enabled', 'enabled', 'off']);
const solo = aTenant('solo', []);

const next = (tenants: KnownTenant[], choice: Choice = {}, application: Admission = anyone) =>
  summaryOf(chooseNextStep(tenants, application, choice));

describe(chooseNextStep.name, () => {
  it.each<[string, KnownTenant[], Choice, string]>([
    ['nobody’s address', [], {}, 'sso_not_found'],
    ['an address whose tenant has nothing on', [solo], {}, 'sso_not_found'],
    [
      'A01 an organisation that the address does not have',
      [acme],
      { organisation: 'globex' },
      'sso_not_found',
    ],
    ['A01 a connection of another tenant', [acme], { connectionId: 'globex-1' }, 'connection_off'],
    [
      'A01 a connection of the other organisation than the chosen',
      [acme, initech],
      { organisation: 'acme', connectionId: 'initech-0' },
      'connection_off',
    ],
    ['a connection that is off', [initech], { connectionId: 'initech-2' }, 'connection_off'],
    [
      'E02 an enabled connection beside an enforced',
      [globex],
      { connectionId: 'globex-0' },
      'connection_not_enforced',
    ],
    ['A16 settings that are too old', [aTenant('old', ['enabled'], 400)], {}, 'settings_stale'],
    [
      'A16 a connection in settings that are too old',
      [aTenant('old', ['enabled'], 400)],
      { connectionId: 'old-0' },
      'settings_stale',
    ],
  ])('refuses %s', (_, tenants, choice, code) => {
    expect(next(tenants, choice)).toBe(code);
  });

  it.each<[string, KnownTenant[], Choice, string]>([
    ['goes straight on with one connection of one tenant', [acme], {}, 'leave acme-0'],
    ['goes straight on with the enforced one', [globex], {}, 'leave globex-1'],
    ['asks which of several connections', [initech], {}, 'ways initech-0 initech-1'],
    ['goes on with the chosen connection', [initech], { connectionId: 'initech-1' }, 'leave initech-1'],
    ['asks first which of several organisations, by name', [initech, acme], {}, 'organisations ACME INITECH'],
    ['B01 does not tell of organisations without single sign-on', [solo, acme], {}, 'leave acme-0'],
    [
      'goes straight on with the one connection of the chosen',
      [initech, acme],
      { organisation: 'acme' },
      'leave acme-0',
    ],
    [
      'asks which of several connections of the chosen',
      [initech, acme],
      { organisation: 'initech' },
      'ways initech-0 initech-1',
    ],
    ['asks once about two users of one tenant', [acme, acme], {}, 'leave acme-0'],
  ])('%s', (_, tenants, choice, step) => {
    expect(next(tenants, choice)).toBe(step);
  });

  it('leaves out organisations that the application does not admit', () => {
    expect(next([initech, acme], {}, { ...anyone, tenantIds: ['acme'] })).toBe('leave acme-0');
    expect(next([initech, acme], { organisation: 'initech' }, { ...anyone, tenantIds: ['acme'] })).toBe(
      'sso_not_found',
    );
    expect(next([initech], { connectionId: 'initech-0' }, { ...anyone, tenantIds: ['acme'] })).toBe(
      'application_not_admitted',
    );
  });
});
