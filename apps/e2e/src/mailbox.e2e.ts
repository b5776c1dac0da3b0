import { jest } from '@jest/globals';
import { LoginCompleted, LoginFailed, type Tenant } from '@portico/contracts';
import { Api, newSlug } from './api.js';
import { eventually } from './eventually.js';
import { expectFailurePage } from './expect-refusal.js';
import { FactLog } from './facts.js';
import { house } from './house.js';
import { alertOf, textOf } from './html.js';
import { HttpBrowser, isSignedIn, type Page } from './http-browser.js';
import { codeIn, waitForMails } from './mails.js';
import { countTraces } from './traces.js';

jest.setTimeout(60_000);

/** A person of the simulator whose address it has not verified. */
const email = 'unverified@acme.example';

let api: Api;
let facts: FactLog;
let tenant: Tenant;
let userId: string;

beforeAll(async () => {
  api = await Api.open(house);
  facts = await FactLog.listen(house);
  tenant = await api.addTenant(newSlug(), 'Mailboxes');
  await api.addConnection(tenant.id, 'Keycloak');
  userId = (await api.addUser(tenant.id, { email, name: 'Mayella Ewell' })).id;
  const matching = { policy: 'match_only', mailboxProof: true };
  await api.call('PUT', `${house.addresses.ssoConfig}/v1/tenants/${tenant.id}/matching`, matching);
  await eventually(async () =>
    textOf((await comeBack(new HttpBrowser())).html).includes('Check your mailbox'),
  );
});
afterAll(async () => {
  await api.changeUser(tenant.id, userId, { status: 'deactivated' });
  await facts.close();
});

/** Signs in at the identity provider; gives the page where Portico goes on. */
const comeBack = async (browser: HttpBrowser): Promise<Page> => {
  const next = await browser.submitEmail(await browser.chooseSso(await browser.openPhone(house)), email);
  // Another suite may have the same person in an organisation of its own.
  const atProvider = next.html.includes('name="organisation"')
    ? await browser.submit(next, '/sso', { organisation: tenant.id })
    : next;
  return await browser.finish(await browser.callback(await browser.idpLogin(atProvider, email)));
};

const enter = async (browser: HttpBrowser, page: Page, code: string): Promise<Page> =>
  await browser.submit(page, new URL(page.url).pathname, { code });

/** A code that was just mailed, and the page that asks for it. */
const asked = async () => {
  const before = (await waitForMails(house, email, 0)).length;
  const browser = new HttpBrowser();
  const page = await comeBack(browser);
  const mail = (await waitForMails(house, email, before + 1)).at(-1)!;
  return { browser, page, code: codeIn(mail) };
};

describe('an address that the identity provider has not verified', () => {
  it('B02 is not proved in another browser, nor by a wrong code', async () => {
    const before = await countTraces(house);
    const { browser, page, code } = await asked();
    expectFailurePage(await new HttpBrowser().post(page.url, { code }), 'login_expired');
    const wrong = code === '000000' ? '000001' : '000000';
    const refused = await enter(browser, page, wrong);
    expect({ status: refused.status, alert: alertOf(refused.html) }).toMatchObject({ status: 403 });
    expect(await countTraces(house)).toEqual(before);
  });

  it('ends as unverified where its owner cannot get at the mailbox, and starts again', async () => {
    const { browser, page } = await asked();
    const given = await browser.submit(page, '/give-up', {});
    expectFailurePage(given, 'email_unverified');
    const fact = await facts.next(LoginFailed, ({ tenantId }) => tenantId === tenant.id);
    expect(fact.data).toMatchObject({ code: 'email_unverified' });
    expect(textOf((await browser.click(given, 'Start again')).html)).toContain('Sign in to Phone');
  });

  it('is proved by the mailed code, once and for good', async () => {
    const { browser, page, code } = await asked();
    expect(isSignedIn(await enter(browser, page, code))).toBe(true);
    const fact = await facts.next(LoginCompleted, ({ tenantId }) => tenantId === tenant.id);
    expect(fact.data).toMatchObject({ userId, method: 'sso' });
    expect(isSignedIn(await comeBack(new HttpBrowser()))).toBe(true);
  });
});
