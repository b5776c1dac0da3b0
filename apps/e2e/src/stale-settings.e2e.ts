import { jest } from '@jest/globals';
import { LoginFailed } from '@portico/contracts';
import { query } from './database.js';
import { eventually } from './eventually.js';
import { expectFailurePage } from './expect-refusal.js';
import { FactLog } from './facts.js';
import { house } from './house.js';
import { readLink } from './html.js';
import { HttpBrowser, isSignedIn, type Page } from './http-browser.js';
import { countTraces } from './traces.js';

jest.setTimeout(60_000);

/** A password and single sign-on are both let in. */
const ENABLED = 'admin@acme.example';
/** Single sign-on is enforced. */
const ENFORCED = 'agent@globex.example';
/** May use a password although single sign-on is enforced. */
const EXEMPTED = 'contractor@globex.example';
/** No connection at all. */
const SOLO = 'agent@solo.example';

let facts: FactLog;

/** So many seconds without contact. The services ask the database alone how long it is. */
const age = async (seconds: number): Promise<void> =>
  void (await query(
    house,
    'broker',
    'UPDATE settings_contact SET contacted_at = now() - make_interval(secs => $1)',
    [seconds],
  ));

beforeAll(async () => {
  facts = await FactLog.listen(house);
  await house.stop('sso-config');
});
beforeEach(() => {
  facts.heard.length = 0;
});
afterAll(async () => {
  const { processes } = house;
  if ((await processes()).some(({ name, alive }) => name === 'sso-config' && !alive))
    await house.restart('sso-config');
  await facts.close();
}, 60_000);

const byPassword = async (email: string, browser = new HttpBrowser()): Promise<Page> =>
  await browser.signInWithPassword({ house, email });
const bySso = async (email: string, browser = new HttpBrowser()): Promise<Page> =>
  await browser.signInWithSso({ house, email });
const atScreen2 = async (email: string, browser = new HttpBrowser()): Promise<Page> =>
  await browser.submitEmail(await browser.chooseSso(await browser.openPhone(house)), email);

/** Refused for a moment: says when to try again, offers it, and has let nobody in. */
const expectNotNow = async (provoke: (browser: HttpBrowser) => Promise<Page>): Promise<void> => {
  const before = await countTraces(house);
  const browser = new HttpBrowser();
  const page = await provoke(browser);
  expectFailurePage(page, 'settings_stale');
  expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(readLink(page, 'Start again')).toBeDefined();
  expect(isSignedIn(await browser.open(house.addresses.phone))).toBe(false);
  expect(await countTraces(house)).toEqual(before);
};

/** The tenant hears why somebody was not let in. */
const expectFailed = async (method: string): Promise<void> =>
  void (await facts.next(
    LoginFailed,
    ({ data }) => data['code'] === 'settings_stale' && data['method'] === method,
  ));

const expectPasswordStale = async (email: string): Promise<void> => {
  await expectNotNow(async (browser) => await byPassword(email, browser));
  await expectFailed('password');
};

describe('A16 F03 while sso-config is stopped, after 20 seconds without contact', () => {
  beforeEach(async () => await age(20));

  it.each([
    ['single sign-on', bySso, ENABLED],
    ['enforced single sign-on', bySso, ENFORCED],
    ['a password beside single sign-on', byPassword, ENABLED],
    ['a password by exemption', byPassword, EXEMPTED],
    ['a password without single sign-on', byPassword, SOLO],
  ])('lets %s in', async (_, signIn, email) => {
    expect(isSignedIn(await signIn(email))).toBe(true);
  });
});

describe('A16 F03 after a minute without contact', () => {
  beforeEach(async () => await age(60));

  it.each([
    ['where single sign-on is enabled', ENABLED],
    ['where it is enforced', ENFORCED],
    ['by an exemption, which may have ended', EXEMPTED],
  ])('refuses a password %s', async (_, email) => {
    await expectPasswordStale(email);
  });

  it('keeps no session that a password has begun', async () => {
    await age(0);
    const browser = new HttpBrowser();
    expect(isSignedIn(await byPassword(ENABLED, browser))).toBe(true);
    await age(60);
    expect(isSignedIn(await browser.openPhone(house))).toBe(false);
  });

  it.each([
    ['a password where there is no connection', byPassword, SOLO],
    ['single sign-on', bySso, ENABLED],
    ['enforced single sign-on', bySso, ENFORCED],
  ])('lets %s in', async (_, signIn, email) => {
    expect(isSignedIn(await signIn(email))).toBe(true);
  });
});

describe('A16 F03 after six minutes without contact', () => {
  beforeEach(async () => await age(360));

  it.each([
    ['enabled', ENABLED],
    ['enforced', ENFORCED],
  ])('does not begin a single sign-on that was %s, and offers no password instead', async (_, email) => {
    await expectNotNow(async (browser) => await atScreen2(email, browser));
    await expectPasswordStale(email);
  });

  it('does not finish one that is under way, which says so to its tenant', async () => {
    await age(0);
    await expectNotNow(async (browser) => {
      const callback = await browser.goToCallback({ house, email: ENABLED });
      await age(360);
      return await browser.callback(callback);
    });
    await expectFailed('sso');
  });

  it('lets a password in where there is no connection', async () => {
    expect(isSignedIn(await byPassword(SOLO))).toBe(true);
  });
});

describe('A16 F03 once sso-config is back', () => {
  it('everything works again by itself', async () => {
    await age(360);
    await house.restart('sso-config');
    await eventually(async () => isSignedIn(await byPassword(ENABLED)));
    expect(isSignedIn(await bySso(ENFORCED))).toBe(true);
    const [{ seconds } = { seconds: NaN }] = await query<{ seconds: number }>(
      house,
      'broker',
      'SELECT extract(epoch FROM now() - contacted_at)::float8 AS seconds FROM settings_contact',
    );
    expect(seconds).toBeLessThan(15);
  });
});
