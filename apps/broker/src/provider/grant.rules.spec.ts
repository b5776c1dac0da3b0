import { makeGrantId, readGrantId, toGrant } from './grant.rules.js';

const scout = '0199d5a0-0000-7000-8000-000000000002';

describe(readGrantId.name, () => {
  it.each([
    '',
    'Qy5X0nGQbZ0',
    `.${scout}.phone`,
    `${'x'.repeat(22)}.scout.phone`,
    `${'x'.repeat(22)}.${scout}.`,
  ])('knows no grant %j', (id) => {
    expect(readGrantId(id)).toBeUndefined();
  });

  it.each(['phone', 'a.client.with-dots'])('reads whose grant it is, of %s', (clientId) => {
    expect(readGrantId(makeGrantId(scout, clientId))).toEqual({ accountId: scout, clientId });
  });
});

describe(makeGrantId.name, () => {
  it('makes another for each session', () => {
    expect(makeGrantId(scout, 'phone')).not.toBe(makeGrantId(scout, 'phone'));
  });
});

describe(toGrant.name, () => {
  it('grants no resource to an application without API scopes', () => {
    expect(toGrant('id', scout, { id: 'phone', apiScopes: [], resources: [] })).toMatchObject({
      resources: {},
    });
  });

  it('grants what the application is registered for', () => {
    const resources = [{ audience: 'https://calls.example.com', scopes: ['calls:read', 'calls:write'] }];
    const phone = { id: 'phone', apiScopes: ['users:read' as const, 'sso:read' as const], resources };
    expect(toGrant('id', scout, phone)).toMatchObject({
      accountId: scout,
      clientId: 'phone',
      openid: {
        scope: 'openid profile email offline_access',
        claims: ['name', 'roles', 'email', 'email_verified'],
      },
      resources: {
        'urn:portico:api': 'users:read sso:read',
        'https://calls.example.com': 'calls:read calls:write',
      },
    });
  });
});
