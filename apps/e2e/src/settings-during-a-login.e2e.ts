import { jest } from '@jest/globals';
import type { Code, Connection } from '@portico/contracts';
import { Api, request } from './api.js';
import {
  addUnlisted,
  closeCompany,
  type Company,
  foundCompany,
  goToCompany,
  setMode,
  toCallbackOf,
  untilBrokerKnows,
} from './company.js';
import { expectRefusal } from './expect-refusal.js';
import { FactLog } from './facts.js';
import { house } from './house.js';
import { textOf } from './html.js';
import { HttpBrowser, isSignedIn, type Page } from './http-browser.js';
import { TestApplication } from './test-application.js';

jest.setTimeout(30_000);

const { simulator, identity } = house.addresses;

let api: Api;
let facts: FactLog;
const companies: Company[] = [];

beforeAll(async () => {
  api = await Api.open(house);
  facts = await FactLog.listen(house);
});
// Otherwise the stranger of the other suites would be somebody.
afterAll(async () => {
  for (const company of companies) await closeCompany(api, company);
  await facts.close();
});

const aCompany = async (...wishes: [email?: string, connect?: Parameters<typeof foundCompany>[2]]) => {
  const [email = 'stranger@acme.example', connect] = wishes;
  const company = await foundCompany(api, email, connect);
  companies.push(company);
  return company;
};

const connectionUrl = ({ tenantId, id }: Connection): string => `${api.connectionsUrl(tenantId)}/${id}`;

/** Saves other values and puts them into use, untested, as an admin may while the connection is not enforced. */
const changeValues = async ({ connection }: Company, values: object): Promise<void> => {
  const url = connectionUrl(connection);
  const { revision } = await api.call<Connection>('GET', url);
  const match = { 'if-match': `"${revision}"` };
  const { pendingRevision } = await api.call<Connection>('PATCH', url, values, match);
  await api.call('POST', `${url}/revisions/${pendingRevision}/go-live`);
  await untilBrokerKnows(api, connection.tenantId);
};

const addSecond = async ({ tenant }: Company): Promise<Connection> =>
  await api.addConnection(tenant.id, 'The other door');

const signIn = async (browser: HttpBrowser, company: Company): Promise<Page> =>
  await browser.finish(await browser.callback(await toCallbackOf(browser, company)));

describe('a login under way is refused', () => {
  it.each<[string, (company: Company) => Promise<void>, Code]>([
    [
      'A16 once its connection has been switched off',
      async ({ connection }) => await setMode(api, connection, 'off'),
      'connection_off',
    ],
    [
      'A16 once its connection has been removed',
      async ({ connection }) => {
        await api.setMode(connection, 'off');
        await api.call('DELETE', connectionUrl(connection));
        await untilBrokerKnows(api, connection.tenantId);
      },
      'connection_off',
    ],
    [
      'A16 once another connection is enforced',
      async (company) => await setMode(api, await addSecond(company), 'enforced'),
      'connection_not_enforced',
    ],
    [
      'once the client id is another one',
      async (company) =>
        await changeValues(company, { clientId: 'another-client', clientSecret: 'another-secret' }),
      'connection_changed',
    ],
    [
      'once the issuer is another one',
      async (company) =>
        await changeValues(company, { discoveryUrl: `${simulator}/oidc`, clientSecret: 'another-secret' }),
      'connection_changed',
    ],
  ])('%s', async (_, change, code) => {
    const company = await aCompany();
    await expectRefusal(facts, { code, failsIn: company.tenant.id }, async (browser) => {
      const callback = await toCallbackOf(browser, company);
      await change(company);
      return await browser.callback(callback);
    });
  });
});

describe('a login under way finishes with the values that it began with', () => {
  it('once the secret is another one, which the next login uses', async () => {
    const company = await aCompany();
    const browser = new HttpBrowser();
    const callback = await toCallbackOf(browser, company);
    await changeValues(company, { clientSecret: 'a secret that the provider does not know' });
    expect(isSignedIn(await browser.finish(await browser.callback(callback)))).toBe(true);
    await expectRefusal(
      facts,
      { code: 'upstream_client_refused', failsIn: company.tenant.id },
      async (other) => await other.callback(await toCallbackOf(other, company)),
    );
  });

  it('once userinfo is asked by GET, which this provider refuses at the next login', async () => {
    const company = await aCompany('stranger@umbrella.example', async (id) => await addUnlisted(api, id));
    const browser = new HttpBrowser();
    const callback = await toCallbackOf(browser, company);
    await changeValues(company, { userinfoMethod: 'GET' });
    expect(isSignedIn(await browser.finish(await browser.callback(callback)))).toBe(true);
    await expectRefusal(
      facts,
      { code: 'userinfo_method_refused', failsIn: company.tenant.id },
      async (other) => await other.callback(await toCallbackOf(other, company)),
    );
  });

  it('although its connection was switched off and on again', async () => {
    const company = await aCompany();
    const browser = new HttpBrowser();
    const callback = await toCallbackOf(browser, company);
    await setMode(api, company.connection, 'off');
    await setMode(api, company.connection, 'enabled');
    expect(isSignedIn(await browser.finish(await browser.callback(callback)))).toBe(true);
  });
});

describe('a chooser that was opened before another connection was enforced', () => {
  it('E02 leads nowhere by what it still shows', async () => {
    const company = await aCompany();
    const other = await addSecond(company);
    await untilBrokerKnows(api, company.tenant.id);
    const { slug } = company.tenant;
    await expectRefusal(facts, { code: 'connection_not_enforced', startsAgain: true }, async (browser) => {
      const chooser = await goToCompany(browser, company);
      await setMode(api, other, 'enforced');
      return await browser.submit(chooser, `/sso/${slug}`, { connectionId: company.connection.id });
    });
    const browser = new HttpBrowser();
    const atIdp = await goToCompany(browser, company);
    expect(
      isSignedIn(
        await browser.finish(await browser.callback(await browser.idpLogin(atIdp, company.user.email))),
      ),
    ).toBe(true);
  });
});

/** Signed in everywhere: in Phone, with a token for userinfo, one for the APIs, and a code not redeemed yet. */
const signInEverywhere = async (company: Company) => {
  const browser = new HttpBrowser();
  expect(isSignedIn(await signIn(browser, company))).toBe(true);
  const application = new TestApplication(house);
  const codeOf = async (one: TestApplication, overrides = {}): Promise<string> =>
    one.readAnswer(await browser.open(one.authorizationUrl(overrides), one.isAnswer)).get('code') ?? '';
  const tokenOf = async (one: TestApplication, overrides = {}): Promise<string> =>
    (await one.redeem(await codeOf(one, overrides), overrides)).body.access_token ?? '';
  const { id, redirectUris } = await api.addApplication({ apiScopes: ['users:read'] });
  const apis = new TestApplication(house, id, redirectUris[0], 'openid users:read');
  return {
    browser,
    application,
    token: await tokenOf(application),
    apiToken: await tokenOf(apis, { resource: 'urn:portico:api' }),
    code: await codeOf(application),
  };
};

describe('what a single sign-on has begun', () => {
  it.each<[string, (company: Company) => Promise<void>]>([
    ['its connection is switched off', async ({ connection }) => await setMode(api, connection, 'off')],
    [
      'another connection is enforced',
      async (company) => await setMode(api, await addSecond(company), 'enforced'),
    ],
  ])('E01 ends at its next use once %s', async (_, change) => {
    const company = await aCompany();
    const { browser, application, token, apiToken, code } = await signInEverywhere(company);
    expect((await application.userinfo(token)).status).toBe(200);
    await change(company);
    expect((await application.userinfo(token)).status).toBe(401);
    expect((await application.redeem(code)).body).toMatchObject({ error: 'invalid_grant' });
    const url = `${identity}/v1/tenants/${company.tenant.id}/users/${company.user.id}`;
    const { status, body } = await request('GET', url, { token: apiToken });
    expect({ status, code: body['code'] }).toEqual({ status: 401, code: 'token_invalid' });
    expect(textOf((await browser.openPhone(house)).html)).toContain('Sign in to Phone');
  });

  it('goes on in the connection that has been enforced itself', async () => {
    const company = await aCompany();
    const { browser, application, token } = await signInEverywhere(company);
    await setMode(api, company.connection, 'enforced');
    expect((await application.userinfo(token)).status).toBe(200);
    expect(isSignedIn(await browser.openPhone(house))).toBe(true);
  });
});
