import type { Code, Mode, Role, SecondFactor } from '@portico/contracts';
import { decide, type DecisionInput, type Proof, type Purpose } from './decide.rules.js';

const now = new Date('2026-11-23T08:00:00Z');
const later = '2026-11-23T08:00:01Z';
const OK = undefined;

const PURPOSES: readonly Purpose[] = [
  'offer',
  'start',
  'callback',
  'issue',
  'refresh',
  'keep',
  'reset',
  'rehearse',
];

/** The modes of the tenant's two connections (none: no such connection), and what follows for each method. */
const MODES: readonly [
  first: Mode | 'none',
  second: Mode | 'none',
  password: Code | undefined,
  sso: Code | undefined,
][] = [
  ['none', 'none', OK, 'connection_off'],
  ['none', 'off', OK, 'connection_off'],
  ['none', 'enabled', OK, 'connection_off'],
  ['none', 'enforced', 'sso_required', 'connection_off'],
  ['off', 'none', OK, 'connection_off'],
  ['off', 'off', OK, 'connection_off'],
  ['off', 'enabled', OK, 'connection_off'],
  ['off', 'enforced', 'sso_required', 'connection_off'],
  ['enabled', 'none', OK, OK],
  ['enabled', 'off', OK, OK],
  ['enabled', 'enabled', OK, OK],
  ['enabled', 'enforced', 'sso_required', 'connection_not_enforced'],
  ['enforced', 'none', 'sso_required', OK],
  ['enforced', 'off', 'sso_required', OK],
  ['enforced', 'enabled', 'sso_required', OK],
  ['enforced', 'enforced', 'sso_required', OK],
];

/** Seconds without contact, and for which method that is too long where the tenant has a connection. */
const AGES: readonly [seconds: number, password: Code | undefined, sso: Code | undefined][] = [
  [0, OK, OK],
  [30, OK, OK],
  [30.5, 'settings_stale', OK],
  [300, 'settings_stale', OK],
  [300.5, 'settings_stale', 'settings_stale'],
  [Infinity, 'settings_stale', 'settings_stale'],
];

/** What each purpose makes of a deactivated user, and whether old settings stop it. */
const BY_PURPOSE: Readonly<Record<Purpose, { deactivated: Code | undefined; minds: 'age' | 'no age' }>> = {
  offer: { deactivated: OK, minds: 'age' },
  start: { deactivated: OK, minds: 'age' },
  callback: { deactivated: 'user_deactivated', minds: 'age' },
  issue: { deactivated: 'user_deactivated', minds: 'age' },
  refresh: { deactivated: 'user_deactivated', minds: 'age' },
  keep: { deactivated: 'user_deactivated', minds: 'age' },
  reset: { deactivated: 'user_deactivated', minds: 'age' },
  rehearse: { deactivated: 'user_deactivated', minds: 'no age' },
};

const STATUSES = [OK, 'active', 'deactivated'] as const;

/** Who is exempted, until when, and whether that is somebody who may go on with a password. */
const EXEMPTIONS: readonly [{ userId: string; until: string }[], counts: boolean][] = [
  [[], false],
  [[{ userId: 'scout', until: later }], true],
  [[{ userId: 'scout', until: now.toISOString() }], false],
  [[{ userId: 'jem', until: later }], false],
];

const LIMITS: readonly [DecisionInput['application'], password: boolean, sso: boolean][] = [
  [{ tenantIds: null, connectionIds: null }, true, true],
  [{ tenantIds: ['acme'], connectionIds: ['one'] }, true, true],
  [{ tenantIds: ['globex'], connectionIds: null }, false, false],
  [{ tenantIds: null, connectionIds: ['two'] }, true, false],
];

const METHODS = ['password', { connectionId: 'one' }] as const;

interface Case {
  input: DecisionInput;
  expected: Code | undefined;
}

/** Every combination; what is decided first is what the whole tenant, then the application, then the contact says. */
const casesOf = (purpose: Purpose): Case[] =>
  METHODS.flatMap((method) =>
    MODES.flatMap(([first, second, ...byMode]) =>
      AGES.flatMap(([ageSeconds, ...byAge]) =>
        STATUSES.flatMap((status) =>
          EXEMPTIONS.flatMap(([exemptions, counts]) =>
            LIMITS.flatMap(([application, ...admits]) =>
              (['active', 'suspended'] as const).map((tenantStatus): Case => {
                const column = method === 'password' ? 0 : 1;
                const connections = [
                  { id: 'one', mode: first },
                  { id: 'two', mode: second },
                ].filter((one): one is { id: string; mode: Mode } => one.mode !== 'none');
                const user = status && { userId: 'scout', status, roles: ['member' as const] };
                const isExempt = method === 'password' && counts && user !== undefined;
                const refusals: (Code | undefined)[] = [
                  tenantStatus === 'suspended' ? 'tenant_inactive' : OK,
                  admits[column] ? OK : 'application_not_admitted',
                  connections.length > 0 && BY_PURPOSE[purpose].minds === 'age' ? byAge[column] : OK,
                  status === 'deactivated' ? BY_PURPOSE[purpose].deactivated : OK,
                  isExempt ? OK : byMode[column],
                ];
                return {
                  input: {
                    tenant: {
                      tenantId: 'acme',
                      status: tenantStatus,
                      settingsVersion: 1,
                      ageSeconds,
                      connections,
                      exemptions,
                      secondFactor: { password: 'optional', sso: 'trusted' },
                    },
                    user,
                    application,
                    method,
                    purpose,
                    proof: { amr: ['pwd'] },
                    now,
                  },
                  expected: refusals.find((refusal) => refusal !== OK),
                };
              }),
            ),
          ),
        ),
      ),
    ),
  );

describe(`${decide.name}, in every combination`, () => {
  it.each(PURPOSES)('E01 E02 M19 A16 O08 decides %s as the tables say', (purpose) => {
    const cases = casesOf(purpose);
    expect(cases).toHaveLength(2 * 16 * 6 * 3 * 4 * 4 * 2);
    const wrong = cases.filter(({ input, expected }) => {
      const { allowed, code } = decide(input);
      return code !== expected || allowed !== (expected === OK);
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  it('allows what it offers, and nothing else, once somebody is known to be active', () => {
    const untrue = casesOf('start').filter(({ input }) => {
      if (input.tenant.status === 'suspended' || input.tenant.ageSeconds > 30) return false;
      if (input.application.tenantIds?.includes('acme') === false) return false;
      const { allowed, offers } = decide(input);
      const { method } = input;
      return (
        allowed !==
        (typeof method === 'string' ? offers.password : offers.connectionIds.includes(method.connectionId))
      );
    });
    expect(untrue.slice(0, 3)).toEqual([]);
  });
});

/** Whether a second factor counts at the door of a purpose. */
const MINDS_FACTOR: Readonly<Record<Purpose, boolean>> = {
  offer: false,
  start: false,
  callback: true,
  issue: true,
  refresh: true,
  keep: true,
  reset: false,
  rehearse: false,
};

/** What the tenant demands, of a password alone and of a provider that says nothing of a second factor. */
const DEMANDS: readonly [SecondFactor, password: Code | undefined, sso: Code | undefined][] = [
  [{ password: 'optional', sso: 'trusted' }, OK, OK],
  [{ password: 'optional', sso: 'proved' }, OK, 'second_factor_unproved'],
  [{ password: 'required', sso: 'trusted' }, 'second_factor_required', OK],
  [{ password: 'required', sso: 'proved' }, 'second_factor_required', 'second_factor_unproved'],
];

/** Whose password alone is never enough. */
const ROLES: readonly [Role[] | undefined, alone: Code | undefined][] = [
  [undefined, OK],
  [[], OK],
  [['member'], OK],
  [['tenant_admin', 'member'], OK],
  [['support'], 'second_factor_required'],
  [['operator'], 'second_factor_required'],
  [['member', 'operator'], 'second_factor_required'],
];

/** What was proved: whether a second factor is in it, and what a password alone makes of it otherwise. */
const PROVED: readonly [Proof | 'none_yet', suffices: boolean, password: Code | undefined][] = [
  ['none_yet', true, OK],
  [{ amr: null }, false, OK],
  [{ amr: [] }, false, OK],
  [{ amr: ['pwd'] }, false, OK],
  [{ amr: ['pwd', 'otp'] }, false, OK],
  [{ amr: ['pwd'], hasFactor: false }, false, OK],
  [{ amr: ['pwd'], hasFactor: true }, false, 'second_factor_required'],
  [{ amr: ['pwd', 'otp', 'mfa'] }, true, OK],
  [{ amr: ['pwd', 'hwk', 'mfa'], hasFactor: true }, true, OK],
];

const factorCasesOf = (purpose: Purpose): Case[] =>
  METHODS.flatMap((method) =>
    DEMANDS.flatMap(([secondFactor, ...byTenant]) =>
      ROLES.flatMap(([roles, byRole]) =>
        PROVED.map(([proof, suffices, byProof]): Case => {
          const refusal = method === 'password' ? (byTenant[0] ?? byRole ?? byProof) : byTenant[1];
          const tenant = { tenantId: 'acme', status: 'active', settingsVersion: 1, ageSeconds: 0 } as const;
          return {
            input: {
              tenant: {
                ...tenant,
                connections: [{ id: 'one', mode: 'enabled' }],
                exemptions: [],
                secondFactor,
              },
              user: roles && { userId: 'scout', status: 'active', roles },
              application: { tenantIds: null, connectionIds: null },
              method,
              purpose,
              proof,
              now,
            },
            expected: MINDS_FACTOR[purpose] && !suffices ? refusal : OK,
          };
        }),
      ),
    ),
  );

describe(`${decide.name}, of second factors in every combination`, () => {
  it.each(PURPOSES)('E10 decides %s as the tables say', (purpose) => {
    const cases = factorCasesOf(purpose);
    expect(cases).toHaveLength(2 * 4 * 7 * 9);
    const wrong = cases.filter(({ input, expected }) => {
      const { allowed, code } = decide(input);
      return code !== expected || allowed !== (expected === OK);
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

/** Who the code is of; whoever nobody has asked about yet may be an administrator, until something was proved. */
const OWNERS: readonly [
  Role[] | undefined,
  status: 'active' | 'deactivated',
  before: boolean,
  after: boolean,
][] = [
  [undefined, 'active', true, false],
  [[], 'active', false, false],
  [['member'], 'active', false, false],
  [['support', 'operator'], 'active', false, false],
  [['tenant_admin'], 'active', true, true],
  [['member', 'tenant_admin', 'operator'], 'active', true, true],
  [['tenant_admin'], 'deactivated', true, false],
];

/** What a purpose comes after, and whether it goes on once nothing is enforced any more. */
const RECOVERY: Readonly<Record<Purpose, { proved: boolean; goesOn: boolean; ages: boolean }>> = {
  offer: { proved: false, goesOn: false, ages: true },
  start: { proved: false, goesOn: false, ages: true },
  callback: { proved: true, goesOn: false, ages: true },
  issue: { proved: true, goesOn: true, ages: true },
  refresh: { proved: true, goesOn: true, ages: true },
  keep: { proved: true, goesOn: true, ages: true },
  reset: { proved: true, goesOn: false, ages: true },
  rehearse: { proved: true, goesOn: false, ages: false },
};

/** Whether an application may mend; and whom it admits, which goes before everything but the tenant's own state. */
const MENDERS: readonly [DecisionInput['application'], admits: boolean, mends: boolean][] = [
  [{ tenantIds: null, connectionIds: null }, true, false],
  [{ tenantIds: null, connectionIds: null, mayMendSso: false }, true, false],
  [{ tenantIds: null, connectionIds: null, mayMendSso: true }, true, true],
  [{ tenantIds: ['acme'], connectionIds: ['two'], mayMendSso: true }, true, true],
  [{ tenantIds: ['globex'], connectionIds: null, mayMendSso: true }, false, true],
];

/** The modes of two connections as a tenant holds them. */
const connectionsOf = (first: Mode | 'none', second: Mode | 'none'): { id: string; mode: Mode }[] =>
  [
    { id: 'one', mode: first },
    { id: 'two', mode: second },
  ].filter((one): one is { id: string; mode: Mode } => one.mode !== 'none');

const firstOf = (...refusals: (Code | undefined)[]): Code | undefined =>
  refusals.find((refusal) => refusal !== OK);

const unless = (holds: boolean, refusal: Code | undefined): Code | undefined => (holds ? OK : refusal);

const recoveryCasesOf = (purpose: Purpose): Case[] => {
  const { proved, goesOn, ages } = RECOVERY[purpose];
  return MODES.flatMap(([first, second, password]) =>
    AGES.flatMap(([ageSeconds, byAge]) =>
      OWNERS.flatMap(([roles, status, before, after]) =>
        MENDERS.flatMap(([application, admits, mends]) =>
          DEMANDS.flatMap(([secondFactor]) =>
            (['active', 'suspended'] as const).map((tenantStatus): Case => {
              const connections = connectionsOf(first, second);
              const isDue = goesOn || password !== OK;
              const isOpen = mends && (proved ? after : before) && isDue;
              return {
                input: {
                  tenant: {
                    tenantId: 'acme',
                    status: tenantStatus,
                    settingsVersion: 1,
                    ageSeconds,
                    connections,
                    // An exemption is for passwords: it neither opens recovery nor closes it.
                    exemptions: [{ userId: 'scout', until: later }],
                    secondFactor,
                  },
                  user: roles && { userId: 'scout', status, roles },
                  application,
                  method: 'recovery',
                  purpose,
                  proof: proved ? { amr: ['otp', 'recovery'], hasFactor: true } : 'none_yet',
                  now,
                },
                expected: firstOf(
                  unless(tenantStatus === 'active', 'tenant_inactive'),
                  unless(admits, 'application_not_admitted'),
                  unless(connections.length === 0 || !ages, byAge),
                  unless(!proved || status === 'active', 'user_deactivated'),
                  unless(isOpen, 'recovery_not_open'),
                ),
              };
            }),
          ),
        ),
      ),
    ),
  );
};

describe(`${decide.name}, of recovery codes in every combination`, () => {
  it.each(PURPOSES)('E08 decides %s as the tables say', (purpose) => {
    const cases = recoveryCasesOf(purpose);
    expect(cases).toHaveLength(16 * 6 * 7 * 5 * 4 * 2);
    const wrong = cases.filter(({ input, expected }) => {
      const { allowed, code } = decide(input);
      return code !== expected || allowed !== (expected === OK);
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});
