import { decide, type DecisionInput } from './decide.rules.js';

const now = new Date('2026-11-23T08:00:00Z');
const okta = { id: 'okta', mode: 'enabled' as const };
const google = { id: 'google', mode: 'enabled' as const };
const enforced = { ...okta, mode: 'enforced' as const };
const active = { userId: 'scout', status: 'active' as const, roles: ['member' as const] };

const anInput = (
  tenant: Partial<DecisionInput['tenant']> = {},
  rest: Partial<Omit<DecisionInput, 'tenant'>> = {},
): DecisionInput => ({
  tenant: {
    tenantId: 'acme',
    status: 'active',
    settingsVersion: 1,
    ageSeconds: 0,
    connections: [okta],
    exemptions: [],
    secondFactor: { password: 'optional', sso: 'trusted' },
    ...tenant,
  },
  user: active,
  application: { tenantIds: null, connectionIds: null },
  method: 'password',
  purpose: 'callback',
  proof: { amr: ['pwd'] },
  now,
  ...rest,
});

const sso = { method: { connectionId: 'okta' } };
const recovery = {
  method: 'recovery' as const,
  user: { ...active, roles: ['tenant_admin' as const] },
  application: { tenantIds: null, connectionIds: null, mayMendSso: true },
};
const required = { secondFactor: { password: 'required', sso: 'trusted' } } as const;
const proved = { secondFactor: { password: 'optional', sso: 'proved' } } as const;

describe(decide.name, () => {
  it.each<[string, DecisionInput, string]>([
    ['a suspended tenant', anInput({ status: 'suspended' }), 'tenant_inactive'],
    [
      'an application of other tenants',
      anInput({}, { application: { tenantIds: ['globex'], connectionIds: null } }),
      'application_not_admitted',
    ],
    [
      'O08 an application of other connections',
      anInput({}, { ...sso, application: { tenantIds: null, connectionIds: ['google'] } }),
      'application_not_admitted',
    ],
    ['E01 a password where a connection is enforced', anInput({ connections: [enforced] }), 'sso_required'],
    [
      'a password reset where a connection is enforced',
      anInput({ connections: [enforced] }, { purpose: 'reset' }),
      'sso_required',
    ],
    ['a connection that is off', anInput({ connections: [{ ...okta, mode: 'off' }] }, sso), 'connection_off'],
    ['an unknown connection', anInput({ connections: [google] }, sso), 'connection_off'],
    [
      'E02 an enabled connection while another is enforced',
      anInput({ connections: [enforced, google] }, { method: { connectionId: 'google' } }),
      'connection_not_enforced',
    ],
    [
      'M19 a deactivated user',
      anInput({}, { ...sso, user: { ...active, status: 'deactivated' } }),
      'user_deactivated',
    ],
    ['a password after 31 seconds without contact', anInput({ ageSeconds: 31 }), 'settings_stale'],
    [
      'A16 single sign-on after 301 seconds without contact',
      anInput({ ageSeconds: 301 }, sso),
      'settings_stale',
    ],
    [
      'an exemption that has ended',
      anInput({ connections: [enforced], exemptions: [{ userId: 'scout', until: '2026-11-23T07:59:59Z' }] }),
      'sso_required',
    ],
    [
      'E10 a password alone where the tenant wants a second factor',
      anInput(required),
      'second_factor_required',
    ],
    [
      'E10 a password alone of somebody who has set a second factor up',
      anInput({}, { proof: { amr: ['pwd'], hasFactor: true } }),
      'second_factor_required',
    ],
    [
      'E10 a password alone of an operator',
      anInput({}, { user: { ...active, roles: ['member', 'operator'] } }),
      'second_factor_required',
    ],
    [
      'E10 single sign-on whose provider tells of no second factor, where that is to be proved',
      anInput(proved, { ...sso, proof: { amr: ['pwd', 'otp'] } }),
      'second_factor_unproved',
    ],
    [
      'E10 single sign-on whose provider tells nothing at all, where it is to be proved',
      anInput(proved, { ...sso, proof: { amr: null } }),
      'second_factor_unproved',
    ],
    ['E08 a recovery code while nothing is enforced', anInput({}, recovery), 'recovery_not_open'],
    [
      'E08 a recovery code of somebody who is no administrator',
      anInput({ connections: [enforced] }, { ...recovery, user: active }),
      'recovery_not_open',
    ],
    [
      'E08 a recovery code in an application that may not mend',
      anInput(
        { connections: [enforced] },
        { ...recovery, application: { tenantIds: null, connectionIds: null } },
      ),
      'recovery_not_open',
    ],
    [
      'a recovery code after 31 seconds without contact',
      anInput({ connections: [enforced], ageSeconds: 31 }, recovery),
      'settings_stale',
    ],
    [
      'an exemption of somebody else',
      anInput({ connections: [enforced], exemptions: [{ userId: 'jem', until: '2027-01-01T00:00:00Z' }] }),
      'sso_required',
    ],
  ])('refuses %s', (_, input, code) => {
    expect(decide(input)).toMatchObject({ allowed: false, code });
  });

  it.each<[string, DecisionInput]>([
    ['a password beside an enabled connection', anInput()],
    [
      'a password of a tenant without connections, however old its settings',
      anInput({ connections: [], ageSeconds: 999 }),
    ],
    ['an enabled connection', anInput({}, sso)],
    ['a password with a second factor', anInput(required, { proof: { amr: ['pwd', 'otp', 'mfa'] } })],
    ['single sign-on whose provider tells of one', anInput(proved, { ...sso, proof: { amr: ['mfa'] } })],
    [
      'single sign-on of an operator, whose second factor is the business of the provider',
      anInput({}, { ...sso, user: { ...active, roles: ['operator'] } }),
    ],
    ['the reset of a password, which signs nobody in', anInput(required, { purpose: 'reset' })],
    ['an answer that nobody has read yet', anInput(proved, { ...sso, proof: 'none_yet' })],
    ['the enforced connection', anInput({ connections: [enforced, google] }, sso)],
    ['an administrator by recovery code', anInput({ connections: [enforced] }, recovery)],
    [
      'a recovery session whose person has lowered the mode',
      anInput({ connections: [okta] }, { ...recovery, purpose: 'keep' }),
    ],
    ['single sign-on after 299 seconds without contact', anInput({ ageSeconds: 299 }, sso)],
    [
      'a deactivated user on the way to the identity provider',
      anInput({}, { ...sso, purpose: 'start', user: { ...active, status: 'deactivated' } }),
    ],
    [
      'the password of an exempted user',
      anInput({ connections: [enforced], exemptions: [{ userId: 'scout', until: '2027-01-01T00:00:00Z' }] }),
    ],
  ])('allows %s', (_, input) => {
    expect(decide(input)).toMatchObject({ allowed: true, rule: 'allowed' });
  });

  it('offers only the enforced connection once one is enforced', () => {
    const { offers } = decide(anInput({ connections: [enforced, google] }));
    expect(offers).toEqual({ password: false, connectionIds: ['okta'] });
  });

  it('offers every enabled connection and the password otherwise', () => {
    const { offers } = decide(anInput({ connections: [okta, google, { id: 'azure', mode: 'off' }] }));
    expect(offers).toEqual({ password: true, connectionIds: ['okta', 'google'] });
  });
});
