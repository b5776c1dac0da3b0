import type { CognitoUser } from './aws-json.rules.js';
import { Mapping } from './mapping.rules.js';
import { planUsers, type UsersPlan } from './plan-users.rules.js';

const SUB = '54b8b428-a0c1-70f8-ce2b-1d8b2f3a4c5e';
const OTHER = '64b8b428-a0c1-70f8-ce2b-1d8b2f3a4c5f';
const okta = { providerName: 'AcmeOkta', userId: '00u1scout' };

const aUser = (user: Partial<CognitoUser> = {}, attributes: Record<string, string> = {}): CognitoUser => ({
  username: 'scout',
  enabled: true,
  status: 'CONFIRMED',
  modifiedAt: 1,
  identities: [],
  ...user,
  attributes: {
    sub: SUB,
    email: 'scout@acme.example',
    email_verified: 'true',
    name: 'Scout Finch',
    ...attributes,
  },
});
const aFederated = (user: Partial<CognitoUser> = {}, attributes: Record<string, string> = {}): CognitoUser =>
  aUser(
    { username: 'AcmeOkta_00u1scout', status: 'EXTERNAL_PROVIDER', identities: [okta], ...user },
    { sub: OTHER, ...attributes },
  );
const mappingOf = (users: object): Mapping =>
  Mapping.parse({
    providers: {
      AcmeOkta: { tenant: 'acme' },
      GlobexOkta: { tenant: 'globex' },
      Saml: { leaveOut: true },
    },
    users,
  });
const everybody = mappingOf({ tenant: [{ by: 'provider' }, { by: 'all', tenant: 'acme' }] });
const plan = (users: CognitoUser[], mapping = everybody): UsersPlan => planUsers({ users }, mapping);
const codesOf = ({ notes }: { notes: { code: string }[] }): string[] => notes.map(({ code }) => code);

describe(planUsers.name, () => {
  it.each<[string, CognitoUser, string]>([
    ['without sub', aUser({}, { sub: '' }), 'sub_missing'],
    ['with a sub that is no UUID', aUser({}, { sub: 'scout' }), 'sub_missing'],
    ['without an address', aUser({}, { email: '' }), 'email_missing'],
    ['with an address that is none', aUser({}, { email: 'scout' }), 'email_unusable'],
    ['M12 who never proved to be anybody', aUser({ status: 'UNCONFIRMED' }), 'never_confirmed'],
  ])('%s: leaves the user out', (_, user, code) => {
    const { wanted, leftOut } = plan([user]);
    expect(wanted).toEqual([]);
    expect(leftOut.map(codesOf)).toEqual([[code]]);
  });

  it.each<[string, object, CognitoUser, string | undefined]>([
    ['by provider', { by: 'provider' }, aFederated(), 'acme'],
    [
      'by a provider that is left out',
      { by: 'provider' },
      aFederated({ identities: [{ providerName: 'Saml', userId: 'x' }] }),
      undefined,
    ],
    ['by provider, of a native one', { by: 'provider' }, aUser(), undefined],
    ['by attribute', { by: 'attribute', name: 'custom:t' }, aUser({}, { 'custom:t': 'acme' }), 'acme'],
    [
      'by attribute with values',
      { by: 'attribute', name: 'custom:t', values: { '7': 'acme' } },
      aUser({}, { 'custom:t': '7' }),
      'acme',
    ],
    [
      'by an attribute with another value',
      { by: 'attribute', name: 'custom:t', values: { '7': 'acme' } },
      aUser({}, { 'custom:t': '8' }),
      undefined,
    ],
    ['by an attribute that is absent', { by: 'attribute', name: 'custom:t' }, aUser(), undefined],
    [
      'by domain in any case',
      { by: 'domain', values: { 'acme.example': 'acme' } },
      aUser({}, { email: 'a@ACME.example' }),
      'acme',
    ],
    [
      'M12 by the domain of an address that nobody verified',
      { by: 'domain', values: { 'acme.example': 'acme' } },
      aUser({}, { email_verified: 'false' }),
      undefined,
    ],
    [
      'by a part of a domain',
      { by: 'domain', values: { 'acme.example': 'acme' } },
      aUser({}, { email: 'a@not-acme.example' }),
      undefined,
    ],
  ])('%s: finds the tenant, or reports that it does not', (_, rule, user, tenant) => {
    const { wanted, leftOut } = plan([user], mappingOf({ tenant: [rule] }));
    expect(wanted.map((one) => one.tenant)).toEqual(tenant === undefined ? [] : [tenant]);
    expect(leftOut.map(codesOf)).toEqual(tenant === undefined ? [['user_unmapped']] : []);
  });

  it('takes the first rule that finds a tenant', () => {
    const rules = [
      { by: 'attribute', name: 'custom:t' },
      { by: 'all', tenant: 'globex' },
    ];
    const { wanted } = plan(
      [aUser(), aUser({}, { sub: OTHER, 'custom:t': 'acme' })],
      mappingOf({ tenant: rules }),
    );
    expect(wanted.map(({ tenant }) => tenant)).toEqual(['globex', 'acme']);
  });

  it('keeps sub, address, name, the key of the application, and the identity that Cognito signs in by', () => {
    const mapping = mappingOf({ tenant: [{ by: 'provider' }], externalId: 'custom:agent_id' });
    const user = aFederated(
      {},
      { name: '', given_name: 'Scout', family_name: 'Finch', 'custom:agent_id': 'acme-1' },
    );
    expect(plan([user], mapping)).toEqual({
      wanted: [
        {
          username: 'AcmeOkta_00u1scout',
          tenant: 'acme',
          id: OTHER,
          email: 'scout@acme.example',
          name: 'Scout Finch',
          externalId: 'acme-1',
          status: 'active',
          links: [{ providerName: 'AcmeOkta', subject: '00u1scout' }],
          notes: [],
        },
      ],
      leftOut: [],
    });
  });

  it.each<[string, CognitoUser, object, string[]]>([
    ['disabled', aUser({ enabled: false }), { status: 'deactivated' }, []],
    ['without a name', aUser({}, { name: '' }), { name: 'scout' }, []],
    ['whose address nobody verified', aUser({}, { email_verified: 'false' }), {}, ['email_unverified']],
    [
      'with an identity of another tenant',
      aUser({ identities: [okta, { providerName: 'GlobexOkta', userId: 'x' }] }),
      { links: [{ providerName: 'AcmeOkta' }] },
      ['link_of_another_tenant'],
    ],
    [
      'with an identity of a provider that is left out',
      aUser({ identities: [{ providerName: 'Saml', userId: 'x' }] }),
      { links: [] },
      ['link_without_connection'],
    ],
    [
      'with two identities of one provider',
      aUser({ identities: [okta, { ...okta, userId: 'y' }] }),
      { links: [{ subject: '00u1scout' }] },
      ['link_second'],
    ],
  ])('plans a user %s', (_, user, wanted, notes) => {
    const [planned] = plan([user]).wanted;
    expect(planned).toMatchObject(wanted);
    expect(codesOf(planned!)).toEqual(notes);
  });

  describe('of two profiles of one person', () => {
    const linked = aUser({ identities: [okta] });
    const away = aUser({ ...aFederated(), identities: [{ ...okta, userId: 'other' }] }, { sub: OTHER });

    it.each<[string, CognitoUser[], string, string]>([
      [
        'Cognito has linked: its own, whatever the address',
        [aFederated({}, { email: 'x@acme.example' }), linked],
        SUB,
        'linked_in_cognito',
      ],
      [
        'Cognito has linked: its own, though that is disabled',
        [aFederated(), { ...linked, enabled: false }],
        SUB,
        'linked_in_cognito',
      ],
      [
        'share an address: the one with an identity linked',
        [aUser({}, { sub: OTHER }), linked],
        SUB,
        'same_address',
      ],
      ['share an address: the native one', [away, aUser()], SUB, 'same_address'],
      [
        'share an address in another case',
        [aUser({}, { sub: OTHER, email: 'SCOUT@acme.example' }), linked],
        SUB,
        'same_address',
      ],
      [
        'share an address: not one that was never used',
        [aUser({ status: 'FORCE_CHANGE_PASSWORD' }), away],
        OTHER,
        'same_address',
      ],
      [
        'share an address: not one that is disabled',
        [aUser({ enabled: false }), away],
        OTHER,
        'same_address',
      ],
      [
        'are alike: the one that was changed last',
        [aUser(), aUser({ modifiedAt: 2 }, { sub: OTHER })],
        OTHER,
        'same_address',
      ],
    ])('that %s is kept', (_, users, sub, code) => {
      const { wanted, leftOut } = plan(users);
      expect(wanted.map(({ id }) => id)).toEqual([sub]);
      expect(leftOut.map(codesOf)).toEqual([[code]]);
      expect(leftOut[0]?.notes[0]?.text).toContain(sub);
    });

    it('keeps a person barred whom Cognito has barred', () => {
      const [kept] = plan([aFederated(), { ...linked, enabled: false }]).wanted;
      expect(kept).toMatchObject({ id: SUB, status: 'deactivated', links: [{ subject: '00u1scout' }] });
    });

    it('M12 gives nobody the identity of another profile for its address alone', () => {
      const [kept] = plan([aUser(), away]).wanted;
      expect(kept).toMatchObject({ id: SUB, links: [] });
      expect(codesOf(kept!)).toEqual(['profiles_merged']);
    });

    it('keeps both in tenants of their own', () => {
      const globex = { providerName: 'GlobexOkta', userId: 'x' };
      expect(plan([linked, aFederated({ identities: [globex] })]).wanted).toHaveLength(2);
    });

    it('counts a user once whom two pages list', () => {
      expect(plan([linked, linked])).toMatchObject({ wanted: [{ id: SUB }], leftOut: [] });
    });
  });
});
