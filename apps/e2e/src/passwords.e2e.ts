import { jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { type Connection, LoginCompleted, LoginFailed, SessionEnded } from '@portico/contracts';
import { DEMO_PASSWORD } from '@portico/launcher';
import { Api, newSlug } from './api.js';
import { eventually } from './eventually.js';
import { expectFailurePage } from './expect-refusal.js';
import { FactLog } from './facts.js';
import { house } from './house.js';
import { alertOf, readForms, readLink, textOf } from './html.js';
import { HttpBrowser, isSignedIn, type Page } from './http-browser.js';
import { linkIn, mailsTo, waitForMails } from './mails.js';
import { shapeOf } from './shape-of.js';
import { TestApplication } from './test-application.js';
import { countTraces } from './traces.js';

jest.setTimeout(60_000);

const { phone, ssoConfig } = house.addresses;
const tenantOf = (slug: string): string => house.seeded.tenants[slug] ?? '';
const agent = 'agent@acme.example';
const SSO_REQUIRED = 'Your company signs in with single sign-on. Use "Log in with SSO".';

let api: Api;
let facts: FactLog;

beforeAll(async () => {
  api = await Api.open(house);
  facts = await FactLog.listen(house);
});
afterAll(async () => await facts.close());
beforeEach(() => {
  facts.heard.length = 0;
});

const aPassword = (): string => `of a test ${randomBytes(8).toString('hex')}`;

/** A person with a password in a tenant of their own, whose one connection is off. */
const aPerson = async (password?: string) => {
  const tenant = await api.addTenant(newSlug(), 'Macondo');
  const connection = await api.setMode(await api.addConnection(tenant.id, 'Keycloak'), 'off');
  const email = `aureliano@${tenant.slug}.example`;
  const { id } = await api.addUser(tenant.id, { email, name: 'Aureliano Buendía' });
  if (password) await api.call('PUT', `${api.usersUrl(tenant.id)}/${id}/password`, { password });
  return { tenant, connection, email, userId: id };
};

const signsIn = async (email: string, password?: string): Promise<boolean> =>
  isSignedIn(await new HttpBrowser().signInWithPassword({ house, email, password }));

/** Enforces, and waits until the broker knows: a wrong password is then refused for another reason. */
const enforce = async (connection: Connection, email: string): Promise<void> => {
  await api.setMode(connection, 'enforced');
  await eventually(async () => {
    const page = await new HttpBrowser().signInWithPassword({ house, email, password: 'wrong' });
    return alertOf(page.html) === SSO_REQUIRED;
  });
};

/** Asks for a link behind "Forgot password?"; gives the page that answers. */
const forget = async (email: string, browser = new HttpBrowser()): Promise<Page> => {
  const form = await browser.click(await browser.openPhone(house), 'Forgot password?');
  return await browser.submit(form, '/forgotten', { email });
};

const usePassword = async (browser: HttpBrowser, link: string, password: string): Promise<Page> =>
  await browser.submit(await browser.open(link), '/password', { password });

describe('a password that is right in two organisations', () => {
  const chooser = async (browser: HttpBrowser): Promise<Page> =>
    await browser.signInWithPassword({ house, email: agent });

  it('has the person choose, and signs in to the chosen one alone', async () => {
    const browser = new HttpBrowser();
    const page = await chooser(browser);
    expect(textOf(page.html)).toMatch(/Choose your organisation .*Acme.*Solo/);
    expect(page.html).not.toContain(DEMO_PASSWORD);
    const signedIn = await browser.submit(page, '/organisation', { organisation: tenantOf('acme') });
    expect(isSignedIn(signedIn)).toBe(true);
    expect(signedIn.html).toContain('acme-1002');
    const { tenantId, data } = await facts.next(LoginCompleted, () => true);
    expect({ tenantId, method: data['method'] }).toEqual({ tenantId: tenantOf('acme'), method: 'password' });
    expect(facts.heard.filter((fact) => fact.tenantId === tenantOf('solo'))).toEqual([]);
  });

  it('E01 is refused in an organisation that was not offered', async () => {
    const before = await countTraces(house);
    const browser = new HttpBrowser();
    const refused = await browser.submit(await chooser(browser), '/organisation', {
      organisation: tenantOf('globex'),
    });
    expect({ status: refused.status, alert: alertOf(refused.html) }).toEqual({
      status: 400,
      alert: 'This choice has expired. Sign in again.',
    });
    expect(await countTraces(house)).toEqual(before);
  });
});

describe('a right password where single sign-on is enforced', () => {
  const email = 'agent@globex.example';
  const byForm = async (browser: HttpBrowser): Promise<Page> =>
    await browser.signInWithPassword({ house, email });
  const byHand = async (browser: HttpBrowser): Promise<Page> => {
    const screen2 = await browser.chooseSso(await browser.openPhone(house));
    return await browser.post(screen2.url.replace(/sso$/, 'password'), { email, password: DEMO_PASSWORD });
  };

  it.each([
    ['in the form', byForm],
    ['sent without the form', byHand],
  ])('E01 is refused %s, and says where to go instead', async (_, provoke) => {
    const before = await countTraces(house);
    const browser = new HttpBrowser();
    const page = await provoke(browser);
    expect({ status: page.status, alert: alertOf(page.html) }).toEqual({ status: 403, alert: SSO_REQUIRED });
    expect(await facts.next(LoginFailed, () => true)).toMatchObject({
      tenantId: tenantOf('globex'),
      data: { code: 'sso_required', method: 'password' },
    });
    expect(isSignedIn(await browser.open(phone))).toBe(false);
    expect(await countTraces(house)).toEqual(before);
    const screen2 = await browser.click(page, 'Log in with SSO');
    expect(readForms(screen2)[0]?.fields).toEqual({ email });
  });

  it('E01 is not looked at: a wrong one is refused in the same words', async () => {
    const right = await byForm(new HttpBrowser());
    const wrong = await new HttpBrowser().signInWithPassword({ house, email, password: 'wrong' });
    expect(shapeOf(wrong)).toEqual(shapeOf(right));
  });

  it('E01 is not changed by a link that was mailed before, which says whose turn it is and starts again', async () => {
    const { connection, email: theirs } = await aPerson(DEMO_PASSWORD);
    const browser = new HttpBrowser();
    await forget(theirs, browser);
    const [mail] = await waitForMails(house, theirs);
    const link = linkIn(mail!);
    const form = await browser.open(link);
    await enforce(connection, theirs);
    expectFailurePage(await browser.open(link), 'sso_required');
    const refused = await browser.submit(form, '/password', { password: aPassword() });
    expectFailurePage(refused, 'sso_required');
    const again = await browser.click(refused, 'Start again');
    expect(textOf(again.html)).toContain('Sign in to Phone');
    expect(readForms(again)[0]?.fields['email']).toBe(theirs);
    await api.setMode(connection, 'off');
    await eventually(async () => await signsIn(theirs));
  });

  it('E01 keeps no session, token or code that it has begun', async () => {
    const { tenant, connection, email: theirs } = await aPerson(DEMO_PASSWORD);
    const browser = new HttpBrowser();
    expect(isSignedIn(await browser.signInWithPassword({ house, email: theirs }))).toBe(true);
    const application = new TestApplication(house);
    const token = (await application.redeem(await application.signIn(theirs))).body.access_token ?? '';
    expect((await application.userinfo(token)).status).toBe(200);
    const code = await application.signIn(theirs);
    await enforce(connection, theirs);
    expect(textOf((await browser.openPhone(house)).html)).toContain('Sign in to Phone');
    expect((await application.userinfo(token)).status).toBe(401);
    expect((await application.redeem(code)).body).toMatchObject({ error: 'invalid_grant' });
    expect(facts.list(LoginFailed, ({ tenantId }) => tenantId === tenant.id)).not.toEqual([]);
    await api.setMode(connection, 'off');
  });
});

describe('an exemption from enforced single sign-on', () => {
  it('lets a password in until it ends, and not after', async () => {
    const { tenant, connection, email, userId } = await aPerson(DEMO_PASSWORD);
    await enforce(connection, email);
    const url = `${ssoConfig}/v1/tenants/${tenant.id}/exemptions/${userId}`;
    const until = (seconds: number): object => ({
      until: new Date(Date.now() + seconds * 1000).toISOString(),
      reason: 'has no account at the provider yet',
    });
    await api.call('PUT', url, until(3600));
    const browser = new HttpBrowser();
    await eventually(async () => isSignedIn(await browser.signInWithPassword({ house, email })));
    await api.call('PUT', url, until(2));
    await eventually(async () => !(await signsIn(email)));
    const refused = await new HttpBrowser().signInWithPassword({ house, email });
    expect({ status: refused.status, alert: alertOf(refused.html) }).toEqual({
      status: 403,
      alert: SSO_REQUIRED,
    });
    expect(textOf((await browser.openPhone(house)).html)).toContain('Sign in to Phone');
    await api.setMode(connection, 'off');
  });
});

describe('a forgotten password', () => {
  it('is set anew by the mailed link, once, and ends what the old one has begun', async () => {
    const { tenant, email, userId } = await aPerson(DEMO_PASSWORD);
    const elsewhere = new HttpBrowser();
    expect(isSignedIn(await elsewhere.signInWithPassword({ house, email }))).toBe(true);
    const browser = new HttpBrowser();
    await forget(email, browser);
    const [mail] = await waitForMails(house, email);
    expect(mail?.text).toContain('new password');
    const link = linkIn(mail!);
    const unfit = await usePassword(browser, link, 'too-short');
    expect({ status: unfit.status, alert: alertOf(unfit.html) }).toEqual({
      status: 422,
      alert: 'Choose a longer or less common password: at least 12 characters.',
    });
    const chosen = aPassword();
    const done = await browser.submit(unfit, '/password', { password: chosen });
    expect(textOf(done.html)).toContain('Your password is set');

    expect(await signsIn(email)).toBe(false);
    expect(textOf((await elsewhere.openPhone(house)).html)).toContain('Sign in to Phone');
    const ended = await facts.next(SessionEnded, ({ tenantId }) => tenantId === tenant.id);
    expect(ended.data).toMatchObject({ userId, reason: 'password_changed' });
    const used = await browser.open(link);
    expect(textOf(used.html)).toContain('This link has been used already or has expired');
    expect(readLink(used, 'Ask for a new link')).toBeDefined();
    const screen1 = await browser.click(done, 'Sign in');
    expect(isSignedIn(await browser.submitPassword(screen1, email, chosen))).toBe(true);
    expect(isSignedIn(await elsewhere.signInWithPassword({ house, email, password: chosen }))).toBe(true);
  });

  it('is the way to a first one too', async () => {
    const { email } = await aPerson();
    expect(await signsIn(email)).toBe(false);
    const browser = new HttpBrowser();
    await forget(email, browser);
    const [mail] = await waitForMails(house, email);
    expect(mail?.text).toContain('first password');
    const chosen = aPassword();
    await usePassword(browser, linkIn(mail!), chosen);
    expect(await signsIn(email, chosen)).toBe(true);
  });

  it('of somebody in two organisations comes with a link for each, and each names its own', async () => {
    const before = mailsTo(house, agent).length;
    await forget(agent);
    const mails = (await waitForMails(house, agent, before + 2)).slice(-2);
    const browser = new HttpBrowser();
    const pages = await Promise.all(
      mails.map(async (mail) => textOf((await browser.open(linkIn(mail))).html)),
    );
    expect(pages.map((page) => /at (Acme|Solo)\./.exec(page)?.[1]).sort()).toEqual(['Acme', 'Solo']);
  });

  it('is mailed to nobody who may have none', async () => {
    const nobodys = [`nobody@${newSlug()}.example`, 'leaver@acme.example', 'agent@globex.example'];
    const { email } = await aPerson(DEMO_PASSWORD);
    for (const one of [...nobodys, email]) await forget(one);
    await waitForMails(house, email);
    // What was asked for first has been worked off by now, and what it had queued a moment later.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(nobodys.flatMap((one) => mailsTo(house, one))).toEqual([]);
    expect(mailsTo(house, email)).toHaveLength(1);
  });
});

describe('B01 an answer tells nobody whether an address is known', () => {
  const unknown = 'nobody@acme.example';
  const atScreen2 = async (browser: HttpBrowser, email: string): Promise<Page> =>
    await browser.submitEmail(await browser.chooseSso(await browser.openPhone(house)), email);
  const atPassword = async (browser: HttpBrowser, email: string): Promise<Page> =>
    await browser.signInWithPassword({ house, email, password: 'not-the-password' });
  const atForgotten = async (browser: HttpBrowser, email: string): Promise<Page> =>
    await forget(email, browser);

  it.each<[string, typeof atScreen2, string[]]>([
    ['at screen 2', atScreen2, ['admin@solo.example', 'operator@portico.example']],
    ['at the password', atPassword, ['admin@solo.example', agent, 'leaver@acme.example']],
    [
      'behind "Forgot password?"',
      atForgotten,
      ['admin@solo.example', agent, 'leaver@acme.example', 'agent@globex.example'],
    ],
  ])('%s', async (_, ask, known) => {
    const answers = [];
    for (const email of [unknown, ...known]) {
      const browser = new HttpBrowser();
      const page = await ask(browser, email);
      answers.push({ ...shapeOf(page, email), kept: browser.cookies.names().sort() });
    }
    for (const answer of answers.slice(1)) expect(answer).toEqual(answers[0]);
  });
});
