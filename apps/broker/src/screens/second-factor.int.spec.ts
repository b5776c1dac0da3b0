import { jest } from '@jest/globals';
import { CODES, LoginCompleted, LoginFailed, type TenantSettings } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { type BrokerHouse, CODE_VERIFIER, REDIRECT_URI, startBrokerHouse } from '../broker-house.fixture.js';
import type { Answer, PageBrowser } from '../page-browser.fixture.js';
import { FIRST_CODE } from '../people.fixture.js';

jest.setTimeout(60_000);

const password = 'mockingbird-1960';
const code = '135790';
const required: Partial<TenantSettings> = { secondFactor: { password: 'required', sso: 'trusted' } };

let house: BrokerHouse;
beforeAll(async () => {
  house = await startBrokerHouse();
});
afterAll(async () => {
  await house.stop();
});
beforeEach(async () => {
  await house.database.sql('DELETE FROM throttle');
  house.people.asked.length = 0;
});

const anEmail = (): string => `scout-${newId()}@example.com`;

/** A person in a tenant of their own, with an authenticator app unless `changes` say otherwise. */
const aPerson = async (changes: Partial<TenantSettings> = {}, withApp = true) => {
  const tenant = await house.addTenant(changes);
  const email = anEmail();
  const person = house.people.add(tenant.tenantId, email, password);
  if (withApp) person.code = code;
  return { tenant, email, person };
};

const field = (name: string, { html }: Answer): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

/** A browser whose password was right. */
const afterPassword = async (email: string, opened?: PageBrowser, fields = {}) => {
  const { browser, path } = await house.openLogin(opened);
  const page = await browser.post(`${path}/password`, { email, password, ...fields });
  const step = field('step', page);
  const give = async (given: Record<string, string>, way = '') =>
    await browser.post(`${path}/second-factor${way}`, { step, ...given });
  return { browser, path, page, step, give };
};

const signedIn = ({ status, html }: Answer): boolean => status === 200 && html.includes('One moment');
const over = { status: 400, alert: CODES.factor_step_expired.userText };

/** Goes on to the application, which redeems its code. */
const goOn = async (browser: PageBrowser, { headers }: Answer) => {
  const onward = new URL(headers.get('refresh')?.split('url=')[1] ?? '');
  const back = await browser.get(`${onward.pathname}${onward.search}`);
  const answer = await browser.post('/oauth2/token', {
    grant_type: 'authorization_code',
    client_id: 'phone',
    redirect_uri: REDIRECT_URI,
    code_verifier: CODE_VERIFIER,
    code: new URL(back.headers.get('location') ?? '', REDIRECT_URI).searchParams.get('code') ?? '',
  });
  return JSON.parse(answer.html) as Record<string, string>;
};

const claimsOf = ({ id_token: token = '' }: Record<string, string>): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

const factsOf = async (tenantId: string) => await house.facts(tenantId);

describe('a right password', () => {
  it.each<[string, () => Promise<{ email: string; tenant: TenantSettings }>]>([
    ['of somebody who has set a second factor up', async () => await aPerson()],
    ['where the tenant wants one', async () => await aPerson(required)],
    [
      'of an operator, wherever they are',
      async () => {
        const operator = await aPerson();
        operator.person.user.roles = ['operator'];
        return operator;
      },
    ],
  ])('E10 signs nobody in without the second factor: %s', async (_, make) => {
    const { email, tenant } = await make();
    const { page, browser, path } = await afterPassword(email);
    expect(page.status).toBe(200);
    expect(page.html).toContain('Your second factor');
    expect(await factsOf(tenant.tenantId)).toEqual([]);
    expect((await house.openLogin(browser)).path).toMatch(/^\/login\//);
    expect((await browser.get(`/oauth2/authorize/${path.split('/')[2]!}`)).status).not.toBe(200);
  });

  it.each([
    ['operator', 'operator' as const],
    ['support', 'support' as const],
  ])('E10 lets nobody of %s in who has none, before it is set up', async (_, role) => {
    const { email, person, tenant } = await aPerson({}, false);
    person.user.roles = [role];
    const { page, give } = await afterPassword(email);
    expect(page.html).toContain('Set up a second factor');
    expect(await factsOf(tenant.tenantId)).toEqual([]);
    expect(signedIn(await give({ code: FIRST_CODE }, '/set-up'))).toBe(true);
  });

  it('signs in at once where none is demanded and none set up, with nothing asked but the password', async () => {
    const { email } = await aPerson({}, false);
    const { page, browser } = await afterPassword(email);
    expect(signedIn(page)).toBe(true);
    expect(house.people.asked).toEqual(['check in 1']);
    expect(claimsOf(await goOn(browser, page))).toMatchObject({ amr: ['pwd'] });
  });

  it('E10 is not enough after a mailed link either, which signs nobody in', async () => {
    const { email, person } = await aPerson(required);
    house.people.mails.push({ user: person.user, secret: 'D'.repeat(43) });
    const browser = house.browser();
    const set = await browser.post('/password', { token: 'D'.repeat(43), password: 'to-set-a-watchman' });
    expect(set.html).toContain('Your password is set');
    const { path } = await house.openLogin(browser);
    const page = await browser.post(`${path}/password`, { email, password: 'to-set-a-watchman' });
    expect(page.html).toContain('Your second factor');
  });
});

describe('a code', () => {
  it('is refused on the same page with a sentence, which is a failed login, and then taken', async () => {
    const { email, tenant, person } = await aPerson();
    const { give, browser } = await afterPassword(email);
    const wrong = await give({ code: '000000' });
    expect(wrong).toMatchObject({ status: 401, alert: CODES.factor_code_invalid.userText });
    expect(wrong.html).toContain('aria-invalid="true"');
    expect(await factsOf(tenant.tenantId)).toMatchObject([
      { type: LoginFailed.type, data: { code: 'factor_code_invalid', userId: person.user.userId } },
    ]);
    const right = await give({ code });
    expect(signedIn(right)).toBe(true);
    expect((await factsOf(tenant.tenantId)).at(-1)).toMatchObject({ type: LoginCompleted.type });
    expect(claimsOf(await goOn(browser, right))).toMatchObject({ amr: ['pwd', 'otp', 'mfa'] });
  });

  it('E11 is tried five times, and then the sign-in starts again', async () => {
    const { email } = await aPerson();
    const { give } = await afterPassword(email);
    for (let tried = 0; tried < 5; tried += 1) expect((await give({ code: '000000' })).status).toBe(401);
    expect(await give({ code })).toMatchObject(over);
    expect(house.people.asked.filter((what) => what === 'factor')).toHaveLength(5);
    expect(signedIn(await (await afterPassword(email)).give({ code }))).toBe(true);
  });

  it('B04 is refused after ten wrong ones of a user from anywhere, says so, and leaves single sign-on open', async () => {
    const { email } = await aPerson();
    for (let tried = 0; tried < 10; tried += 1) {
      const { give } = await afterPassword(email, house.browser(`198.51.100.${String(tried)}`));
      await give({ code: '000000' });
    }
    const { give, browser, path } = await afterPassword(email);
    const locked = await give({ code });
    expect(locked).toMatchObject({ status: 429, alert: CODES.too_many_attempts.userText });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await browser.post(`${path}/sso`, { email })).status).toBe(404);
    expect(signedIn((await afterPassword((await aPerson({}, false)).email)).page)).toBe(true);
  });

  it('E11 signs in once: the same form sent twice does not', async () => {
    const { email } = await aPerson();
    const { give } = await afterPassword(email);
    expect(signedIn(await give({ code }))).toBe(true);
    expect((await give({ code })).status).toBe(401);
  });

  it('E11 signs nobody in once the browser has gone on', async () => {
    const { email, person } = await aPerson();
    const { give, browser } = await afterPassword(email);
    await goOn(browser, await give({ code }));
    person.code = '999999';
    expect(signedIn(await give({ code: '999999' }))).toBe(false);
  });
});

describe('a step of the second factor', () => {
  it.each<[string, (step: string, email: string) => Promise<Record<string, string>>]>([
    ['with an empty body', async () => ({ step: '', code: '' })],
    ['without its step', async () => ({ step: '', code })],
    ['with a changed step', async (step) => ({ step: `${step.slice(0, -4)}AAAA`, code })],
    ["with another sign-in's step", async (_, email) => ({ step: (await afterPassword(email)).step, code })],
  ])('E11 starts again %s', async (_, forge) => {
    const { email, tenant } = await aPerson();
    const { give, step } = await afterPassword(email);
    const forged = await forge(step, email);
    for (const way of ['', '/set-up', '/passkey', '/set-up/passkey'])
      expect(await give(forged, way)).toMatchObject(over);
    expect(house.people.asked).not.toContain('factor');
    expect(await factsOf(tenant.tenantId)).toEqual([]);
  });

  it('E11 does not begin without a password: a browser at screen 1 has no step', async () => {
    const { browser, path } = await house.openLogin();
    for (const way of ['', '/set-up', '/passkey', '/set-up/passkey']) {
      expect(await browser.post(`${path}/second-factor${way}`, {})).toMatchObject(over);
      expect((await browser.get(`${path}/second-factor${way}`)).headers.get('location')).toBe(path);
    }
  });

  it("E11 is of its browser: another one's is refused", async () => {
    const { email } = await aPerson();
    const { path, step } = await afterPassword(email);
    const stranger = house.browser();
    expect(await stranger.post(`${path}/second-factor`, { step, code })).toMatchObject({
      reason: 'interaction_expired',
    });
  });

  it('E11 is for its purpose: a step to give one sets none up, and the other way round', async () => {
    const mine = await aPerson();
    const theirs = await aPerson(required, false);
    const use = await afterPassword(mine.email);
    expect(await use.give({ code: FIRST_CODE }, '/set-up')).toMatchObject(over);
    const setUp = await afterPassword(theirs.email);
    expect(await setUp.give({ code: FIRST_CODE })).toMatchObject(over);
  });

  it('E11 is no choice of an organisation, and the other way round', async () => {
    const { email, tenant } = await aPerson();
    const { browser, path, step } = await afterPassword(email);
    const chosen = { proven: step, organisation: tenant.tenantId };
    expect((await browser.post(`${path}/password/organisation`, chosen)).alert).toBe(
      CODES.choice_expired.userText,
    );
  });

  it('E10 ends with the password that opened it', async () => {
    const { email, person } = await aPerson();
    const { give } = await afterPassword(email);
    house.people.mails.push({ user: person.user, secret: 'E'.repeat(43) });
    await house.browser().post('/password', { token: 'E'.repeat(43), password: 'to-set-a-watchman' });
    expect(await give({ code })).toMatchObject(over);
  });

  it('E10 is decided again: a user who was deactivated since is refused, and the code not used up', async () => {
    const { email, person } = await aPerson();
    const { give } = await afterPassword(email);
    person.user.status = 'deactivated';
    expect(await give({ code })).toMatchObject({ status: 403, reason: 'user_deactivated' });
    expect(house.people.asked).not.toContain('factor');
  });
});

describe('setting a second factor up', () => {
  it('shows a QR code and the key, and signs in by the first code', async () => {
    const { email, person } = await aPerson(required, false);
    const { page, give, browser } = await afterPassword(email);
    expect(page.html).toMatch(/<svg viewBox[^]*ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567/);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(await give({ code: '000000' }, '/set-up')).toMatchObject({
      status: 401,
      alert: CODES.factor_code_invalid.userText,
    });
    expect(person.code).toBeUndefined();
    const right = await give({ code: FIRST_CODE }, '/set-up');
    expect(signedIn(right)).toBe(true);
    expect(claimsOf(await goOn(browser, right))).toMatchObject({ amr: ['pwd', 'otp', 'mfa'] });
  });

  it('E10 is refused to a step that was opened before another one set it up', async () => {
    const { email } = await aPerson(required, false);
    const [early, late] = [await afterPassword(email), await afterPassword(email)];
    expect(signedIn(await early.give({ code: FIRST_CODE }, '/set-up'))).toBe(true);
    expect(await late.give({ code: FIRST_CODE }, '/set-up')).toMatchObject({
      status: 409,
      alert: CODES.factor_set_up_already.userText,
    });
  });

  it('E11 is tried five times, and then the sign-in starts again', async () => {
    const { email } = await aPerson(required, false);
    const { give } = await afterPassword(email);
    for (let tried = 0; tried < 5; tried += 1)
      expect((await give({ code: '000000' }, '/set-up')).status).toBe(401);
    expect(await give({ code: FIRST_CODE }, '/set-up')).toMatchObject(over);
  });

  it('is for whoever wishes it, though none is demanded', async () => {
    const { email } = await aPerson({}, false);
    const { browser, path } = await house.openLogin();
    expect(field('setsUp', await browser.get(`${path}/set-up`))).toBe('yes');
    const { page, give } = await afterPassword(email, browser, { setsUp: 'yes' });
    expect(page.html).toContain('Set up a second factor');
    expect(signedIn(await give({ code: FIRST_CODE }, '/set-up'))).toBe(true);
    expect((await afterPassword(email)).page.html).toContain('Your second factor');
  });

  it('E10 is not offered in place of the one that is there, whatever is wished', async () => {
    const { email } = await aPerson();
    const { page } = await afterPassword(email, undefined, { setsUp: 'yes' });
    expect(page.html).toContain('Your second factor');
  });
});

describe('a passkey', () => {
  const right = JSON.stringify({ id: 'right' });

  it('is made where none is set up, and used from then on', async () => {
    const { email } = await aPerson(required, false);
    const first = await afterPassword(email);
    const made = await first.give(
      { challengeId: field('challengeId', first.page), answer: right },
      '/set-up/passkey',
    );
    expect(claimsOf(await goOn(first.browser, made))).toMatchObject({ amr: ['pwd', 'swk', 'mfa'] });
    const second = await afterPassword(email);
    expect(second.page.html).not.toContain('name="code"');
    const given = { challengeId: field('challengeId', second.page), answer: right };
    expect(signedIn(await second.give(given, '/passkey'))).toBe(true);
    expect((await second.give(given, '/passkey')).status).toBe(401);
  });

  it.each([
    ['is wrong', '{"id":"wrong"}'],
    ['is no JSON', 'right'],
    ['is no object', '"right"'],
    ['is missing', ''],
  ])('E11 is refused on the same page, with a new challenge, where its answer %s', async (_, answer) => {
    const { email, person } = await aPerson({}, false);
    person.passkey = true;
    const { page, give } = await afterPassword(email);
    const challengeId = field('challengeId', page);
    const refused = await give({ challengeId, answer }, '/passkey');
    expect(refused).toMatchObject({ status: 401, alert: CODES.passkey_invalid.userText });
    expect(field('challengeId', refused)).not.toBe(challengeId);
  });
});

describe('several organisations', () => {
  it('E10 ask for the second factor of the one that is chosen', async () => {
    const email = anEmail();
    const acme = await house.addTenant({ name: 'Acme' });
    const globex = await house.addTenant({ name: 'Globex', ...required });
    const solo = await house.addTenant({ name: 'Solo' });
    house.people.add(acme.tenantId, email, password).code = code;
    for (const { tenantId } of [globex, solo]) house.people.add(tenantId, email, password);
    const choose = async ({ tenantId }: TenantSettings) => {
      const { browser, path, page } = await afterPassword(email);
      const chosen = { proven: field('proven', page), organisation: tenantId };
      return await browser.post(`${path}/password/organisation`, chosen);
    };
    expect((await choose(acme)).html).toContain('Your second factor');
    expect((await choose(globex)).html).toContain('Set up a second factor');
    expect(signedIn(await choose(solo))).toBe(true);
  });
});

describe('a tenant that begins to want a second factor', () => {
  const aSession = async (withApp: boolean) => {
    const { email, tenant } = await aPerson({}, withApp);
    const { browser, page, give } = await afterPassword(email);
    return { browser, tenant, page: withApp ? await give({ code }) : page };
  };
  const codeOf = async (browser: PageBrowser, { headers }: Answer) => {
    const onward = new URL(headers.get('refresh')?.split('url=')[1] ?? '');
    return await browser.get(`${onward.pathname}${onward.search}`);
  };

  it('E10 keeps no session, and answers to no token, that a password alone has begun', async () => {
    const { browser, tenant, page } = await aSession(false);
    const { access_token: token = '' } = await goOn(browser, page);
    const userinfo = async () => (await browser.post('/oauth2/userInfo', { access_token: token })).status;
    expect(await userinfo()).toBe(200);
    await house.change(tenant, required);
    expect(await userinfo()).toBe(401);
    expect((await house.openLogin(browser)).path).toMatch(/^\/login\//);
  });

  it('E10 redeems no code that a password alone has begun', async () => {
    const { browser, tenant, page } = await aSession(false);
    const back = await codeOf(browser, page);
    await house.change(tenant, required);
    const answer = await browser.post('/oauth2/token', {
      grant_type: 'authorization_code',
      client_id: 'phone',
      redirect_uri: REDIRECT_URI,
      code_verifier: CODE_VERIFIER,
      code: new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '',
    });
    expect(JSON.parse(answer.html)).toMatchObject({ error: 'invalid_grant' });
  });

  it('keeps what a second factor was given for', async () => {
    const { browser, tenant, page } = await aSession(true);
    const { access_token: token = '' } = await goOn(browser, page);
    await house.change(tenant, required);
    expect((await browser.post('/oauth2/userInfo', { access_token: token })).status).toBe(200);
    expect((await house.openLogin(browser)).path).toBe(new URL(REDIRECT_URI).pathname);
  });

  it('E10 keeps no session of the release before, which did not say what was proved', async () => {
    const { browser, tenant, page } = await aSession(true);
    await goOn(browser, page);
    await house.app.get(Database).inTenant(tenant.tenantId, async (tx) => {
      await tx.query(`UPDATE session SET account = account - 'amr'`);
    });
    await house.change(tenant, required);
    expect((await house.openLogin(browser)).path).toMatch(/^\/login\//);
  });
});
