import { LoginCompleted, LoginFailed, type Connection, type Tenant, type User } from '@portico/contracts';
import { Api, newSlug, request } from './api.js';
import { expectFailurePage, expectRefusal } from './expect-refusal.js';
import { query } from './database.js';
import { FactLog } from './facts.js';
import { acme, house } from './house.js';
import { textOf } from './html.js';
import { HttpBrowser, isSignedIn, type Page } from './http-browser.js';
import { TestApplication } from './test-application.js';

/** A name of the simulator's people whom no demo tenant knows. */
const email = 'stranger@acme.example';
const { ssoConfig, identity, broker } = house.addresses;

interface Company {
  tenant: Tenant;
  connection: Connection;
  user: User;
}

let api: Api;
let facts: FactLog;
let red: Company;
let blue: Company;

const found = async (name: string): Promise<Company> => {
  const tenant = await api.addTenant(newSlug(), name);
  return {
    tenant,
    connection: await api.addConnection(tenant.id, 'Keycloak'),
    user: await api.addUser(tenant.id, { email, name: `Dill of ${name}`, externalId: `dill-${tenant.slug}` }),
  };
};

beforeAll(async () => {
  api = await Api.open(house);
  facts = await FactLog.listen(house);
  red = await found('Red');
  blue = await found('Blue');
});

// Otherwise the stranger of the other suites would be somebody.
afterAll(async () => {
  for (const { connection, user } of [red, blue]) {
    await api.setMode(connection, 'off');
    await api.changeUser(user.tenantId, user.id, { status: 'deactivated' });
  }
  await facts.close();
});

/** Goes to the identity provider of one of the companies that the typed address belongs to. */
const goTo = async (browser: HttpBrowser, { connection }: Company): Promise<Page> => {
  const chooser = await browser.submitEmail(await browser.chooseSso(await browser.openPhone(house)), email);
  return await browser.submit(chooser, '/sso', { organisation: connection.tenantId });
};

const signIn = async (browser: HttpBrowser, company: Company, as: string): Promise<Page> => {
  const callback = await browser.idpLogin(await goTo(browser, company), as);
  return await browser.finish(await browser.callback(callback));
};

describe('the same e-mail address in two tenants', () => {
  it('is asked which of them it is', async () => {
    const browser = new HttpBrowser();
    const chooser = await browser.submitEmail(await browser.chooseSso(await browser.openPhone(house)), email);
    expect(textOf(chooser.html)).toMatch(/Blue\s+Red/);
  });

  it.each([
    ['the first', () => red, () => blue],
    ['the second', () => blue, () => red],
  ])('is signed in to %s alone, and only that one hears of it', async (_, chosen, other) => {
    const page = await signIn(new HttpBrowser(), chosen(), email);
    expect(isSignedIn(page)).toBe(true);
    for (const shown of [chosen().tenant.id, chosen().user.id, chosen().user.externalId ?? ''])
      expect(page.html).toContain(shown);
    const { tenant, user, connection } = chosen();
    const fact = await facts.next(LoginCompleted, ({ data }) => data['userId'] === user.id);
    expect(fact).toMatchObject({ tenantId: tenant.id, data: { connectionId: connection.id } });
    const elsewhere = facts.list(LoginCompleted, ({ data }) => data['loginId'] === fact.data['loginId']);
    expect(elsewhere).toEqual([fact]);
    expect(page.html).not.toContain(other().user.id);
  });

  it('is refused with a connection that it was not offered', async () => {
    const browser = new HttpBrowser();
    const screen2 = await browser.chooseSso(await browser.openPhone(house));
    const fields = { email, connectionId: acme.connectionId };
    expectFailurePage(await browser.submit(screen2, '/sso', fields), 'connection_off');
  });
});

describe("M01 a tenant's identity provider that asserts the address of another tenant's user", () => {
  it.each(['admin@acme.example', 'agent@acme.example'])('%s reaches nobody', async (victim) => {
    const linksOfAcme = () =>
      query(house, 'identity', 'SELECT * FROM identity_link WHERE tenant_id = $1 ORDER BY subject', [
        acme.tenantId,
      ]);
    const before = await linksOfAcme();
    await expectRefusal(
      facts,
      { code: 'user_unknown', failsIn: red.tenant.id },
      async (browser) => await signIn(browser, red, victim),
    );
    expect(await linksOfAcme()).toEqual(before);
    expect(facts.list(LoginFailed, ({ tenantId }) => tenantId === acme.tenantId)).toEqual([]);
  });
});

describe('A01 the admin of one tenant finds nothing of another', () => {
  let admin: string;
  beforeAll(async () => {
    const application = await api.addApplication({
      apiScopes: ['tenants:read', 'tenants:write', 'sso:read', 'sso:write', 'users:read', 'users:write'],
    });
    const scope = `openid ${application.apiScopes.join(' ')}`;
    admin = await new TestApplication(house, application.id, application.redirectUris[0], scope).apiToken(
      'admin@acme.example',
    );
  });

  const ask = async (method: string, url: string, body?: object) =>
    await request(method, url, { token: admin, body, headers: { 'if-match': '"1"' } });
  const tenantUrl = (id: string): string => `${ssoConfig}/v1/tenants/${id}`;
  const connectionUrl = (tenantId: string, id: string): string => `${api.connectionsUrl(tenantId)}/${id}`;

  it('but everything of their own', async () => {
    for (const url of [
      tenantUrl(acme.tenantId),
      `${tenantUrl(acme.tenantId)}/sso`,
      connectionUrl(acme.tenantId, acme.connectionId),
      api.usersUrl(acme.tenantId),
    ])
      expect({ url, status: (await ask('GET', url)).status }).toEqual({ url, status: 200 });
  });

  it.each<[what: string, method: string, url: () => string, body?: object]>([
    ['the tenant', 'GET', () => tenantUrl(red.tenant.id)],
    ['the name of the tenant', 'PATCH', () => tenantUrl(red.tenant.id), { name: 'Taken over' }],
    ['the settings', 'GET', () => `${tenantUrl(red.tenant.id)}/sso`],
    ['a new connection', 'POST', () => api.connectionsUrl(red.tenant.id), { provider: 'oidc' }],
    ['the connection', 'GET', () => connectionUrl(red.tenant.id, red.connection.id)],
    ['its values', 'PATCH', () => connectionUrl(red.tenant.id, red.connection.id), { clientId: 'mine' }],
    ['its mode', 'PUT', () => `${connectionUrl(red.tenant.id, red.connection.id)}/mode`, { mode: 'off' }],
    ['its end', 'DELETE', () => connectionUrl(red.tenant.id, red.connection.id)],
    ['the users', 'GET', () => api.usersUrl(red.tenant.id)],
    ['a new user', 'POST', () => api.usersUrl(red.tenant.id), { email: 'me@acme.example', name: 'Me' }],
    ['a user', 'GET', () => `${api.usersUrl(red.tenant.id)}/${red.user.id}`],
    [
      'a user’s address',
      'PATCH',
      () => `${api.usersUrl(red.tenant.id)}/${red.user.id}`,
      { email: 'a@b.example' },
    ],
    [
      'a user’s password',
      'PUT',
      () => `${api.usersUrl(red.tenant.id)}/${red.user.id}/password`,
      { password: 'a long password' },
    ],
    ['its connection under their own tenant', 'GET', () => connectionUrl(acme.tenantId, red.connection.id)],
    [
      'its values under their own tenant',
      'PATCH',
      () => connectionUrl(acme.tenantId, red.connection.id),
      { clientId: 'mine' },
    ],
    [
      'its mode under their own tenant',
      'PUT',
      () => `${connectionUrl(acme.tenantId, red.connection.id)}/mode`,
      { mode: 'off' },
    ],
    ['its end under their own tenant', 'DELETE', () => connectionUrl(acme.tenantId, red.connection.id)],
    ['its user under their own tenant', 'GET', () => `${api.usersUrl(acme.tenantId)}/${red.user.id}`],
    [
      'its user’s name under their own tenant',
      'PATCH',
      () => `${api.usersUrl(acme.tenantId)}/${red.user.id}`,
      { name: 'Mine' },
    ],
  ])('%s', async (...[, method, url, body]) => {
    const answer = await ask(method, url(), body);
    expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status: 404, code: 'not_found' });
    // An id that exists elsewhere and one that exists nowhere cannot be told apart.
    const nobodys = [red.tenant.id, red.connection.id, red.user.id].reduce(
      (address, id) => address.replace(id, `${id.slice(0, -4)}0000`),
      url(),
    );
    const nowhere = await ask(method, nobodys, body);
    expect({ ...nowhere.body, traceId: '' }).toEqual({ ...answer.body, traceId: '' });
  });

  it('not in the list of all tenants, nor among the applications', async () => {
    expect((await ask('GET', `${ssoConfig}/v1/tenants`)).status).toBe(403);
    expect((await ask('GET', `${ssoConfig}/v1/tenants?slug=${red.tenant.slug}`)).status).toBe(403);
    expect((await ask('GET', `${broker}/v1/applications`)).status).toBe(403);
    const { body } = await ask('GET', `${identity}/v1/tenants/${acme.tenantId}/users?email=${email}`);
    expect(body).toEqual({ users: [], nextCursor: null });
  });

  it('and has changed nothing there', async () => {
    expect(await api.call('GET', tenantUrl(red.tenant.id))).toMatchObject({ name: 'Red' });
    const { tenantId, id } = red.connection;
    expect(await api.call('GET', connectionUrl(tenantId, id))).toEqual(red.connection);
    const { users } = await api.call<{ users: User[] }>('GET', api.usersUrl(red.tenant.id));
    // Dill has signed in meanwhile, which has linked him.
    expect(users).toEqual([{ ...red.user, linkedConnectionIds: [red.connection.id] }]);
  });
});
