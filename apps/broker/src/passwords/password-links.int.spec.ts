import { jest } from '@jest/globals';
import {
  type ConnectionSettings,
  DecideReset,
  SessionEnded,
  type TenantSettings,
  type UserSnapshot,
} from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import type { Answer, PageBrowser } from '../page-browser.fixture.js';
import { BeginSession } from '../sessions/begin-session.js';
import { FindSession } from '../sessions/find-session.js';
import { LoginStore } from '../logins/login.store.js';

jest.setTimeout(60_000);

const password = 'mockingbird-1960';
const another = 'to-set-a-watchman';
const enforced = {
  id: newId(),
  mode: 'enforced',
  issuer: 'https://idp.example.com',
  clientId: 'portico',
} as ConnectionSettings;

let house: BrokerHouse;
beforeAll(async () => {
  house = await startBrokerHouse();
});
afterAll(async () => {
  await house.stop();
});
beforeEach(async () => {
  await house.database.sql('DELETE FROM throttle');
  house.people.mails.length = 0;
});

const anEmail = (): string => `scout-${newId()}@example.com`;

/** A person with a password in a tenant of their own. */
const aPerson = async (changes: Partial<TenantSettings> = {}) => {
  const tenant = await house.addTenant(changes);
  const email = anEmail();
  return { tenant, email, ...house.people.add(tenant.tenantId, email, password) };
};

const askForLink = async (email: string, opened?: PageBrowser) => {
  const { browser, path } = await house.openLogin(opened);
  const answer = await browser.post(`${path}/forgotten`, { email });
  return { browser, path, answer, token: house.people.mails.at(-1)?.secret ?? '' };
};

const setPassword = async (browser: PageBrowser, token: string, chosen = another): Promise<Answer> =>
  await browser.post('/password', { token, password: chosen });

/** A completed login of the user and the session that it began. */
const aLogin = async ({ tenantId, userId }: UserSnapshot, method: 'password' | 'sso' = 'password') => {
  const id = newId();
  const account = house.people.people.find(({ user }) => user.userId === userId)!.user;
  await house.app.get(Database).inTenant(tenantId, async (tx) => {
    const logins = house.app.get(LoginStore);
    const login = await logins.start(tx, { id, tenantId, applicationId: 'phone', method });
    await logins.complete(tx, login, account, { amr: null, acr: null, authTime: null });
  });
  return { tenantId, loginId: id };
};

const beginSession = async (login: { tenantId: string; loginId: string }): Promise<string> => {
  const uid = newId();
  const interactionUid = newId();
  const { begin } = await house.app.get(BeginSession).run(uid, { ...login, interactionUid });
  await house.app.get(Database).atOnceInTenant(login.tenantId, async (tx) => {
    const consumed = tx.query(
      `INSERT INTO provider_artifact (kind, id, payload, consumed_at, expires_at)
       VALUES ('InteractionResult', $1, '{}', now(), now() + interval '1 hour')`,
      [interactionUid],
    );
    await Promise.all([consumed, begin(tx)]);
  });
  return uid;
};

const lives = async (uid: string): Promise<boolean> => (await house.app.get(FindSession).run(uid)) !== null;

describe('a forgotten password', () => {
  const pageOf = ({ status, headers, html }: Answer, email: string, path: string, browser: PageBrowser) => ({
    status,
    headers: [...headers.keys()].sort(),
    cookies: [...browser.cookies.keys()].sort(),
    html: html.replaceAll(email, '').replaceAll(path, ''),
  });

  it('B01 is answered alike for a known, an unknown and a deactivated address, and where SSO is required', async () => {
    const known = await aPerson();
    const leaver = await aPerson();
    leaver.user.status = 'deactivated';
    const bound = await aPerson({ connections: [enforced] });
    const pages = [];
    for (const email of [known.email, anEmail(), leaver.email, bound.email]) {
      const { answer, path, browser } = await askForLink(email);
      pages.push(pageOf(answer, email, path, browser));
    }
    expect(pages[0]!.status).toBe(200);
    expect(pages).toEqual([pages[0], pages[0], pages[0], pages[0]]);
    expect(house.people.mails.map(({ user }) => user.email)).toEqual([known.email]);
  });

  it('B04 is mailed to an address three times an hour, and answered as ever after that', async () => {
    const { email } = await aPerson();
    const first = await askForLink(email);
    const page = pageOf(first.answer, email, first.path, first.browser);
    for (let asked = 0; asked < 4; asked += 1) {
      const { answer, path, browser } = await askForLink(email);
      expect(pageOf(answer, email, path, browser)).toEqual(page);
    }
    expect(house.people.mails).toHaveLength(3);
  });

  it('B04 is refused to a network that asks for ever more addresses', async () => {
    const { browser, path } = await house.openLogin();
    const ask = async () => await browser.post(`${path}/forgotten`, { email: anEmail() });
    // Not more at once than the broker has connections to its database: what cannot be counted is not.
    for (let asked = 0; asked < 30; asked += 10) await Promise.all(Array.from({ length: 10 }, ask));
    const refused = await ask();
    expect({ status: refused.status, reason: refused.reason }).toEqual({
      status: 429,
      reason: 'too_many_attempts',
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('a one-time link', () => {
  it.each([
    ['of the wrong form', 'short'],
    ['that nobody was sent', 'A'.repeat(43)],
  ])('is refused %s, on its page and when it is used', async (_, token) => {
    const browser = house.browser();
    const refused = { status: 400, reason: 'password_link_invalid' };
    expect(await browser.get(`/password?token=${token}`)).toMatchObject(refused);
    expect(await setPassword(browser, token)).toMatchObject(refused);
  });

  it('says how to get a new one: straight on in the browser that asked, in words elsewhere', async () => {
    const { email } = await aPerson();
    const { browser, path, token } = await askForLink(email);
    expect((await setPassword(browser, token)).status).toBe(200);
    const used = await browser.get(`/password?token=${token}`);
    expect(used.html).toContain(`href="${path}/forgotten"`);
    const elsewhere = await house.browser().get(`/password?token=${token}`);
    expect(elsewhere.html).toContain('Forgot password?');
    expect(elsewhere.html).not.toContain('/login/');
  });

  it('is not used up by being looked at, and tells nobody where the reader came from', async () => {
    const { email } = await aPerson();
    const { browser, token } = await askForLink(email);
    for (let looked = 0; looked < 3; looked += 1) {
      const page = await browser.get(`/password?token=${token}`);
      expect(page.status).toBe(200);
      expect(page.html).toContain('name="referrer" content="no-referrer"');
      expect(page.html).toContain('At least 12 characters');
      expect(page.headers.get('cache-control')).toBe('no-store');
    }
    expect((await setPassword(browser, token)).html).toContain('Your password is set');
    expect((await setPassword(browser, token)).reason).toBe('password_link_invalid');
  });

  it.each([
    ['too short', 'too-short'],
    ['empty', ''],
    ['longer than any', 'x'.repeat(1025)],
  ])('keeps for a password that is %s, and says so beside the form', async (_, chosen) => {
    const { email } = await aPerson();
    const { browser, token } = await askForLink(email);
    expect(await setPassword(browser, token, chosen)).toMatchObject({
      status: 422,
      alert: expect.stringContaining('at least 12 characters'),
    });
    expect((await setPassword(browser, token)).status).toBe(200);
  });

  it('E01 sets no password once single sign-on is enforced, and is kept', async () => {
    const { tenant, email } = await aPerson();
    const { browser, path, token } = await askForLink(email);
    const enforcing = await house.change(tenant, { connections: [enforced] });
    const refused = { status: 403, reason: 'sso_required' };
    expect(await browser.get(`/password?token=${token}`)).toMatchObject(refused);
    const answer = await setPassword(browser, token);
    expect(answer).toMatchObject(refused);
    expect(answer.html).toContain(`href="${path}">Start again`);
    await house.change(enforcing, { connections: [] });
    expect((await setPassword(browser, token)).status).toBe(200);
  });

  it('sets no password of a user who has been deactivated since', async () => {
    const { email, user } = await aPerson();
    const { browser, token } = await askForLink(email);
    user.status = 'deactivated';
    expect(await setPassword(browser, token)).toMatchObject({ status: 403, reason: 'user_deactivated' });
  });

  it('leads back to the sign-in that it was asked from, where that still lives', async () => {
    const { email } = await aPerson();
    const { browser, path, token } = await askForLink(email);
    expect((await setPassword(browser, token)).html).toContain(`href="${path}"`);
    const later = await askForLink(email);
    await house.database.sql(
      `INSERT INTO provider_artifact (kind, id, payload, expires_at)
       VALUES ('InteractionResult', '${later.path.split('/')[2]!}', '{}', now() + interval '1 hour')`,
    );
    expect((await setPassword(later.browser, later.token)).html).toContain('Go back to the application');
  });

  it('B04 is refused to a network that tries ever more of them', async () => {
    const browser = house.browser();
    const guess = async () => await browser.get(`/password?token=${'B'.repeat(43)}`);
    await Promise.all(Array.from({ length: 60 }, guess));
    expect(await guess()).toMatchObject({ status: 429, reason: 'too_many_attempts' });
  });
});

describe('a new password', () => {
  it('ends every session that the old one began, and no other', async () => {
    const { email, user } = await aPerson();
    const stranger = (await aPerson()).user;
    const [byPassword, bySso, ofAnother] = [
      await beginSession(await aLogin(user)),
      await beginSession(await aLogin(user, 'sso')),
      await beginSession(await aLogin(stranger)),
    ];
    const { browser, token } = await askForLink(email);
    await setPassword(browser, token);
    expect([await lives(byPassword), await lives(bySso), await lives(ofAnother)]).toEqual([
      false,
      true,
      true,
    ]);
    expect((await house.facts(user.tenantId)).filter(({ type }) => type === SessionEnded.type)).toMatchObject(
      [{ data: { sessionId: byPassword, userId: user.userId, reason: 'password_changed' } }],
    );
  });

  it('lets no login by the old one begin a session later', async () => {
    const { email, user } = await aPerson();
    const held = await aLogin(user);
    const heldBySso = await aLogin(user, 'sso');
    const { browser, token } = await askForLink(email);
    await setPassword(browser, token);
    await expect(beginSession(held)).rejects.toMatchObject({ code: 'login_expired' });
    expect(await lives(await beginSession(heldBySso))).toBe(true);
    expect(await lives(await beginSession(await aLogin(user)))).toBe(true);
  });

  it('voids a choice of organisation that the old one has opened', async () => {
    const { email, user, tenant } = await aPerson();
    const other = await house.addTenant();
    house.people.add(other.tenantId, email, password);
    const { browser, path } = await house.openLogin();
    const chooser = await browser.post(`${path}/password`, { email, password });
    const proven = /name="proven" value="([^"]*)"/.exec(chooser.html)?.[1] ?? '';
    house.people.mails.push({ user, secret: 'C'.repeat(43) });
    await setPassword(house.browser(), 'C'.repeat(43));
    const chosen = await browser.post(`${path}/password/organisation`, {
      proven,
      organisation: tenant.tenantId,
    });
    expect(chosen.alert).toContain('This choice has expired');
  });
});

describe(DecideReset.subject, () => {
  it('E01 answers with the decision of now', async () => {
    const free = await aPerson();
    const bound = await aPerson({ connections: [enforced] });
    const exempted = await aPerson();
    await house.change(exempted.tenant, {
      connections: [enforced],
      exemptions: [{ userId: exempted.user.userId, until: new Date(Date.now() + 60_000).toISOString() }],
    });
    const decide = async (user: UserSnapshot) => await house.askBroker(DecideReset, { user });
    expect(await decide(free.user)).toEqual({ allowed: true });
    expect(await decide(bound.user)).toEqual({ allowed: false, code: 'sso_required' });
    expect(await decide({ ...free.user, status: 'deactivated' })).toEqual({
      allowed: false,
      code: 'user_deactivated',
    });
    expect(await decide(exempted.user)).toEqual({ allowed: true });
  });
});
