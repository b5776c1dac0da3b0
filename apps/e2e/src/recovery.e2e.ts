import { jest } from '@jest/globals';
import {
  API_AUDIENCE,
  type BrowserSession,
  LoginCompleted,
  type Scope,
  SessionRecoveryStarted,
  type User,
} from '@portico/contracts';
import { DEMO_PASSWORD } from '@portico/launcher';
import { decodeJwt } from 'jose';
import { Api, request } from './api.js';
import { type Company, foundCompany, setMode, untilBrokerKnows } from './company.js';
import { expectFailurePage } from './expect-refusal.js';
import { FactLog } from './facts.js';
import { house } from './house.js';
import { alertOf, readFact, readLink } from './html.js';
import { HttpBrowser, isSignedIn, type Page } from './http-browser.js';
import { waitForMails } from './mails.js';
import { whileIdpIs } from './simulator.js';
import { TestApplication } from './test-application.js';

jest.setTimeout(90_000);

const { broker, identity, ssoConfig } = house.addresses;
const SCOPES: Scope[] = ['tenants:read', 'sso:read', 'sso:write', 'sso:mend', 'users:read', 'users:write'];

let api: Api;
let facts: FactLog;
let applicationId: string;
beforeAll(async () => {
  api = await Api.open(house);
  facts = await FactLog.listen(house);
  // In place of the dashboard, which keeps its tokens to itself.
  applicationId = (await api.addApplication({ name: 'Dashboard of a test', apiScopes: SCOPES })).id;
});
afterAll(async () => {
  await facts.close();
});

const aDashboard = (): TestApplication =>
  new TestApplication(house, applicationId, 'http://localhost:9/callback', `openid ${SCOPES.join(' ')}`);
const asked = { resource: API_AUDIENCE };

/** A company whose administrator has confirmed recovery codes, and then required single sign-on of everybody. */
const foundEnforcing = async (): Promise<Company & { codes: string[]; colleague: User }> => {
  const company = await foundCompany(api, `jem@recovery-${String(Date.now())}.example`);
  const { tenant, user, connection } = company;
  await api.changeUser(tenant.id, user.id, { roles: ['tenant_admin'] });
  const colleague = await api.addUser(tenant.id, { email: `atticus-${user.email}`, name: 'Atticus Finch' });
  await api.changeUser(tenant.id, colleague.id, { roles: ['tenant_admin'] });
  await api.call('PUT', `${api.usersUrl(tenant.id)}/${user.id}/password`, { password: DEMO_PASSWORD });
  const token = await aDashboard().apiToken(user.email);
  const url = `${identity}/v1/tenants/${tenant.id}/users/${user.id}/recovery-codes`;
  const made = await request<{ codes: string[] }>('POST', url, { token });
  expect(made.status).toBe(201);
  const { codes } = made.body;
  expect(await request('PUT', `${url}/confirmation`, { token, body: { code: codes[9] } })).toMatchObject({
    status: 204,
  });
  await setMode(api, connection, 'enforced');
  return { ...company, codes, colleague };
};

/** By the company's single sign-on, which is down, to the page that says so. */
const failAtProvider = async (browser: HttpBrowser, app: TestApplication, email: string): Promise<Page> => {
  const screen1 = await browser.open(app.authorizationUrl(asked), app.isAnswer);
  const page = await browser.submitEmail(await browser.chooseSso(screen1), email);
  expectFailurePage(page, 'upstream_unreachable');
  return page;
};

const typeCode = async (browser: HttpBrowser, form: Page, email: string, code = ''): Promise<Page> =>
  await browser.submit(form, '/recovery', { email, code }, aDashboard().isAnswer);

describe('a company that requires single sign-on, and whose identity provider is down', () => {
  it('E08 is mended by its administrator with a recovery code, for half an hour and for nothing else', async () => {
    const { tenant, user, colleague, connection, codes } = await foundEnforcing();
    const app = aDashboard();
    const browser = new HttpBrowser();
    const signedIn = await whileIdpIs({ down: true }, house, async () => {
      const failed = await failAtProvider(browser, app, user.email);
      const form = await browser.click(failed, 'Use a recovery code');
      const wrong = await typeCode(browser, form, user.email, 'ZZZZ-ZZZZ-ZZZZ-ZZZZ');
      expect(alertOf(wrong.html)).toContain('is not right');
      return await typeCode(browser, wrong, user.email, codes[0]?.toLowerCase());
    });
    const { body } = await app.redeem(app.readAnswer(signedIn).get('code') ?? '', asked);
    const token = body.access_token ?? '';
    expect(decodeJwt(body.id_token ?? '')['amr']).toEqual(['otp', 'recovery']);
    expect(decodeJwt<{ scope: string }>(token).scope.split(' ').sort()).toEqual([
      'sso:mend',
      'sso:read',
      'tenants:read',
    ]);

    const login = await facts.next(
      LoginCompleted,
      ({ tenantId, data }) => tenantId === tenant.id && data['method'] === 'recovery',
    );
    const told = await facts.next(SessionRecoveryStarted, ({ tenantId }) => tenantId === tenant.id);
    expect(told.data).toMatchObject({ userId: user.id, reference: login.data['reference'] });
    for (const { email } of [user, colleague]) {
      const [letter] = (await waitForMails(house, email)).filter(({ subject }) =>
        subject.includes('recovery'),
      );
      expect(letter?.text).toContain(user.email);
    }

    const sessionsUrl = `${broker}/v1/tenants/${tenant.id}/sessions?userId=${user.id}`;
    const { sessions } = await api.call<{ sessions: BrowserSession[] }>('GET', sessionsUrl);
    const session = sessions.find(({ method }) => method === 'recovery');
    const minutes = (Date.parse(session?.expiresAt ?? '') - Date.parse(session?.startedAt ?? '')) / 60_000;
    expect(minutes).toBe(30);

    // What it may not: users, codes, enforcing, and Phone.
    const codesUrl = `${api.usersUrl(tenant.id)}/${user.id}/recovery-codes`;
    for (const [method, url, sent] of [
      ['GET', api.usersUrl(tenant.id), undefined],
      ['PATCH', `${api.usersUrl(tenant.id)}/${colleague.id}`, { status: 'deactivated' }],
      ['POST', codesUrl, undefined],
    ] as const)
      expect(await request(method, url, { token, body: sent })).toMatchObject({
        status: 403,
        body: { code: 'scope_insufficient' },
      });
    expect(isSignedIn(await browser.openPhone(house))).toBe(false);

    // What it is for.
    const modeUrl = `${api.connectionsUrl(tenant.id)}/${connection.id}/mode`;
    const lowered = await request('PUT', modeUrl, { token, body: { mode: 'enabled' } });
    expect(lowered).toMatchObject({ status: 200, body: { mode: 'enabled' } });
    await untilBrokerKnows(api, tenant.id);
    const still = await request('GET', `${ssoConfig}/v1/tenants/${tenant.id}/sso`, { token });
    expect(still.status).toBe(200);
    const raised = await request('PUT', modeUrl, { token, body: { mode: 'enforced' } });
    expect(raised).toMatchObject({ status: 403, body: { code: 'recovery_limited' } });
    expect(isSignedIn(await new HttpBrowser().signInWithPassword({ house, email: user.email }))).toBe(true);
  });

  it('E08 is opened by no code a second time, by no other person’s, and not in Phone', async () => {
    const { user, colleague, codes } = await foundEnforcing();
    const app = aDashboard();
    const open = async (): Promise<[HttpBrowser, Page]> => {
      const browser = new HttpBrowser();
      const screen1 = await browser.open(app.authorizationUrl(asked), app.isAnswer);
      const refused = await browser.submitPassword(screen1, user.email);
      expect(alertOf(refused.html)).toContain('single sign-on');
      return [browser, await browser.click(refused, 'Use a recovery code')];
    };
    const [first, form] = await open();
    expect(app.readAnswer(await typeCode(first, form, user.email, codes[0])).get('code')).toBeTruthy();
    for (const [email, code] of [
      [user.email, codes[0]],
      [colleague.email, codes[1]],
    ] as const) {
      const [browser, another] = await open();
      const refused = await typeCode(browser, another, email, code);
      expect(refused.status).toBe(403);
      expect(alertOf(refused.html)).toContain('The e-mail address or the recovery code is not right');
    }
    const phone = new HttpBrowser();
    const screen1 = await phone.openPhone(house);
    expect(readLink(await phone.submitPassword(screen1, user.email), 'Use a recovery code')).toBeUndefined();
    const page = await phone.get(`${screen1.url.split('?')[0] ?? ''}/recovery`);
    expect(readFact(page.html, 'Reason')).toBe('recovery_not_open');
  });
});
