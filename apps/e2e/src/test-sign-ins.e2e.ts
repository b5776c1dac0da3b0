import {
  type Connection,
  type ConnectionStates,
  type ConnectionTest,
  SsoConnectionTested,
  type TestStarted,
} from '@portico/contracts';
import { Api } from './api.js';
import { closeCompany, type Company, foundCompany } from './company.js';
import { query } from './database.js';
import { FactLog } from './facts.js';
import { house } from './house.js';
import { HttpBrowser, type Page } from './http-browser.js';
import { registerClient, whileIdpIs } from './simulator.js';

const { broker, simulator } = house.addresses;
/** Whom the simulator's Keycloak knows and no demo tenant does. */
const email = 'stranger@acme.example';
let api: Api;
let facts: FactLog;
let company: Company;

/** Complete values, and off: nobody depends on it yet. */
const addConnection = async (tenantId: string): Promise<Connection> => {
  const draft = await api.addDraft(tenantId, 'Keycloak');
  const client = { clientId: `portico-${draft.id}`, clientSecret: `secret-of-${draft.id}` };
  await registerClient(house, { ...client, redirectUri: draft.redirectUri });
  const values = { ...client, discoveryUrl: `${simulator}/keycloak/realms/acme` };
  const url = `${api.connectionsUrl(tenantId)}/${draft.id}`;
  return await api.call('PATCH', url, values, { 'if-match': '"0"' });
};

beforeAll(async () => {
  api = await Api.open(house);
  facts = await FactLog.listen(house);
  company = await foundCompany(api, email, addConnection);
  await api.changeUser(company.tenant.id, company.user.id, { roles: ['tenant_admin'] });
});
afterAll(async () => {
  // The last administrator of a company cannot leave it.
  const { id: tenantId } = company.tenant;
  const heir = await api.addUser(tenantId, { email: `heir@${company.tenant.slug}.example`, name: 'Heir' });
  await api.changeUser(tenantId, heir.id, { roles: ['tenant_admin'] });
  await closeCompany(api, company);
  await facts.close();
});

const testsUrl = (): string =>
  `${broker}/v1/tenants/${company.tenant.id}/connections/${company.connection.id}/tests`;

/** A whole test in a browser of its own; gives its page and what the API says of it. */
const test = async (body: object = {}): Promise<{ page: Page; result: ConnectionTest }> => {
  const { testId, testUrl } = await api.call<TestStarted>('POST', testsUrl(), body);
  const browser = new HttpBrowser();
  const callback = await browser.idpLogin(await browser.open(testUrl), email);
  const page = await browser.open(callback);
  await facts.next(SsoConnectionTested, ({ data }) => data['testId'] === testId);
  return { page, result: await api.call('GET', `${testsUrl()}/${testId}`) };
};

const storedFor = async (table: 'login' | 'session'): Promise<unknown[]> =>
  await query(house, 'broker', `SELECT 1 FROM ${table} WHERE tenant_id = $1`, [company.tenant.id]);

describe('a test sign-in', () => {
  it('says what the company has to change while its provider does not vouch for addresses', async () => {
    const { page, result } = await whileIdpIs({ unverified: true }, house, async () => await test());
    expect(result).toMatchObject({
      status: 'refused',
      passed: false,
      code: 'email_unverified',
      remedies: ['allow_mailbox_proof'],
      claims: { email, email_verified: false },
    });
    expect(page.html).toContain('Let people prove their mailbox');
  });

  it('passes on a connection that is off, for an administrator, and signs nobody in', async () => {
    const { page, result } = await test();
    expect(result).toMatchObject({
      status: 'succeeded',
      passed: true,
      revision: 1,
      match: { outcome: 'matched', user: { id: company.user.id } },
    });
    expect(page.html).toContain('It works: you are Dill Harris');
    expect([await storedFor('login'), await storedFor('session')]).toEqual([[], []]);
    const { links } = await api.call<{ links: unknown[] }>(
      'GET',
      `${api.usersUrl(company.tenant.id)}/${company.user.id}/links`,
    );
    expect(links).toEqual([]);
  });

  it('names what is wrong with values that wait, while the live ones still pass', async () => {
    await api.setMode(company.connection, 'enabled');
    const url = `${api.connectionsUrl(company.tenant.id)}/${company.connection.id}`;
    const wrong = { clientSecret: 'mistyped' };
    await api.call('PATCH', url, wrong, { 'if-match': `"${String(company.connection.revision)}"` });
    const { page, result } = await test();
    expect(result).toMatchObject({ revision: 2, code: 'upstream_client_refused', passed: false });
    expect(page.html).toContain('The test did not work');
    expect((await test({ revision: 1 })).result).toMatchObject({ revision: 1, passed: true });
    const { states } = await api.call<ConnectionStates>(
      'GET',
      `${broker}/v1/tenants/${company.tenant.id}/connection-states`,
    );
    expect(states).toMatchObject([{ failing: null, proof: { revision: 1, by: 'test' } }]);
  });
});
