import type { Application, Connection, User } from '@portico/contracts';
import { compareApplication, compareConnection, compareUsers } from './compare.rules.js';
import type { WantedApplication } from './plan-applications.rules.js';
import type { WantedConnection } from './plan-connections.rules.js';
import type { WantedUser } from './plan-users.rules.js';
import { note } from './report.rules.js';

const SUB = '54b8b428-a0c1-70f8-ce2b-1d8b2f3a4c5e';
const told = [note('callback_shared', 'x')];

const wanted: WantedConnection = {
  providerName: 'AcmeOkta',
  tenant: 'acme',
  provider: 'okta',
  name: 'AcmeOkta',
  mode: 'off',
  values: {
    clientId: '0oa4',
    clientSecret: 'canary',
    discoveryUrl: 'https://acme.okta.com',
    userinfoMethod: 'GET',
    scopes: ['openid'],
    emailClaim: 'email',
    callback: 'shared',
  },
  issuerOfSubjects: 'https://acme.okta.com',
  notes: told,
};
const aConnection = (connection: Partial<Connection> = {}): Connection =>
  ({
    id: SUB,
    provider: 'okta',
    name: 'AcmeOkta',
    mode: 'off',
    revision: 1,
    clientId: '0oa4',
    clientSecretSet: true,
    issuer: 'https://acme.okta.com/',
    userinfoMethod: 'GET',
    scopes: ['openid'],
    emailClaim: 'email',
    callback: 'shared',
    ...connection,
  }) as Connection;

describe(compareConnection.name, () => {
  it.each<[string, Connection[], string, string[]]>([
    ['none', [], 'create', ['callback_shared']],
    ['one of another provider', [aConnection({ provider: 'oidc' })], 'create', ['callback_shared']],
    [
      'a draft of the name',
      [aConnection({ revision: 0, clientSecretSet: false })],
      'complete',
      ['callback_shared'],
    ],
    ['one without its secret', [aConnection({ clientSecretSet: false })], 'complete', ['callback_shared']],
    ['the same', [aConnection()], 'unchanged', []],
    ['the same under another name', [aConnection({ name: 'Okta' })], 'unchanged', []],
    [
      'one that was changed since',
      [aConnection({ scopes: ['openid', 'email'], mode: 'enforced' })],
      'unchanged',
      ['differs'],
    ],
  ])('decides what becomes of it with %s there', (_, connections, outcome, codes) => {
    const { item } = compareConnection(wanted, { connections });
    expect(item).toMatchObject({ kind: 'connection', name: 'AcmeOkta', tenant: 'acme', outcome });
    expect(item.notes.map(({ code }) => code)).toEqual(codes);
    expect(JSON.stringify(item)).not.toContain('canary');
  });

  it('leaves the one connection of Google as it is', () => {
    const google: WantedConnection = { ...wanted, provider: 'google', values: {} };
    const there = aConnection({ provider: 'google', name: 'Google', clientSecretSet: false });
    expect(compareConnection(google, { connections: [there] }).item.outcome).toBe('unchanged');
  });
});

describe(compareApplication.name, () => {
  const application: WantedApplication = {
    body: { id: 'phone', name: 'Phone', kind: 'public', redirectUris: ['https://a.example/'] } as never,
    tenants: null,
    providers: null,
    notes: told,
  };
  const there = {
    id: 'phone',
    name: 'Phone',
    kind: 'public',
    redirectUris: ['https://a.example/'],
  } as Application;

  it.each<[string, Application[], string, string[]]>([
    ['none', [{ ...there, id: 'other' }], 'create', ['callback_shared']],
    ['the same', [there], 'unchanged', []],
    [
      'one that was changed since',
      [{ ...there, redirectUris: ['https://b.example/'] }],
      'unchanged',
      ['differs'],
    ],
  ])('decides what becomes of it with %s there', (_, applications, outcome, codes) => {
    const { item } = compareApplication(application, applications);
    expect(item.outcome).toBe(outcome);
    expect(item.notes.map(({ code }) => code)).toEqual(codes);
  });
});

describe(compareUsers.name, () => {
  const user: WantedUser = {
    username: 'scout',
    tenant: 'acme',
    id: SUB,
    email: 'Scout@acme.example',
    name: 'Scout Finch',
    externalId: null,
    status: 'active',
    links: [],
    notes: [],
  };
  const there = { id: SUB, email: user.email, name: user.name, externalId: null, status: 'active' } as User;

  it.each<[string, User[], string, string[]]>([
    ['nobody', [], 'create', []],
    ['the same', [there], 'unchanged', []],
    ['one who was deactivated since', [{ ...there, status: 'deactivated' }], 'unchanged', ['differs']],
    [
      'another with the address',
      [{ ...there, id: 'x', email: 'scout@ACME.example' }],
      'left_out',
      ['address_taken'],
    ],
  ])('decides what becomes of it with %s there', (_, users, outcome, codes) => {
    const [step] = compareUsers([user], { users });
    expect(step!.item.outcome).toBe(outcome);
    expect(step!.item.notes.map(({ code }) => code)).toEqual(codes);
  });
});
