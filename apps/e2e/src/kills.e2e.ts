import { setTimeout as wait } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Api } from './api.js';
import { check } from './checker.js';
import { query } from './database.js';
import { heldAt, kill, killDuring, restart } from './disturb.js';
import { hold, type Hold } from './hold.js';
import { acme, house } from './house.js';
import { readLink } from './html.js';
import { isSignedIn, nextOf, type Page } from './http-browser.js';
import { countTokenRequests, whileIdpIs } from './simulator.js';
import { WatchedBrowser } from './watched-browser.js';

jest.setTimeout(60_000);

const email = 'agent@acme.example';
const admin = 'admin@acme.example';
const secrets = new Set<string>();
let browser: WatchedBrowser;

beforeEach(() => {
  browser = new WatchedBrowser(secrets);
});
afterEach(async () => {
  expect(await check(house, secrets)).toEqual([]);
}, 70_000);

/** From the identity provider's page, or from beyond it, to where the login ends. */
const goOn = async (atIdp: Page): Promise<Page> =>
  await browser.finish(await browser.callback(await browser.idpLogin(atIdp, email)));

/** What a person does on a page that refuses them. */
const startAgain = async (refusal: Page): Promise<Page> => {
  const screen2 = await browser.chooseSso(await browser.click(refusal, 'Start again'));
  return await goOn(await browser.submitEmail(screen2, email));
};

const toScreen2 = async (): Promise<Page> => await browser.chooseSso(await browser.openPhone(house));
const toCallback = async (): Promise<string> => await browser.goToCallback({ house, email });

const isPhoneCallback = (url: URL): boolean => url.href.startsWith(`${house.addresses.phone}/callback`);

/** The address of Phone's callback with its code, for a browser that is back from the identity provider. */
const toPhone = async (): Promise<string> =>
  nextOf(await browser.follow(await browser.callback(await toCallback()), isPhoneCallback)) ?? '';

const lockNewest = async (where: string): Promise<Hold> =>
  await hold(
    house,
    'broker',
    `SELECT 1 FROM provider_artifact WHERE ${where} ORDER BY expires_at DESC LIMIT 1 FOR UPDATE`,
  );

/** The end of a login writes its event last. */
const holdTheCommit = async (): Promise<Hold> =>
  await hold(house, 'broker', 'LOCK TABLE outbox_event IN SHARE MODE');

/** Kills all brokers while the step waits for the lock; then takes the same step again, as a reload does. */
const killBrokersDuring = async (lock: Hold, step: () => Promise<Page>): Promise<Page> => {
  const seen = await killDuring(house, 'broker', heldAt(lock, step()));
  expect(seen?.status ?? 502).toBe(502);
  return await step();
};

describe('F01 SIGKILL of all brokers', () => {
  const killBrokers = async (): Promise<void> => {
    await kill(house, 'broker');
    await restart(house, 'broker');
  };

  it('L1 while identity is asked who the e-mail is: sending it again goes on', async () => {
    const screen2 = await toScreen2();
    const lock = await hold(house, 'identity', 'LOCK TABLE app_user IN ACCESS EXCLUSIVE MODE');
    expect(
      isSignedIn(await goOn(await killBrokersDuring(lock, () => browser.submitEmail(screen2, email)))),
    ).toBe(true);
  });

  it('L2 while the login is stored: sending the e-mail again goes on', async () => {
    const screen2 = await toScreen2();
    const lock = await hold(house, 'broker', 'LOCK TABLE login IN EXCLUSIVE MODE');
    expect(
      isSignedIn(await goOn(await killBrokersDuring(lock, () => browser.submitEmail(screen2, email)))),
    ).toBe(true);
  });

  it('L3 while the person is at the identity provider: nobody notices', async () => {
    const atIdp = await browser.submitEmail(await toScreen2(), email);
    await killBrokers();
    expect(isSignedIn(await goOn(atIdp))).toBe(true);
  });

  // The claim travels with its commit: the server finishes what it has been sent.
  it('L4 while the callback claims the login: it is never claimed twice, and Start again works', async () => {
    const callback = await toCallback();
    const lock = await hold(
      house,
      'broker',
      `SELECT 1 FROM login WHERE status = 'started' ORDER BY id DESC LIMIT 1 FOR UPDATE`,
    );
    const reloaded = await killBrokersDuring(lock, () => browser.callback(callback));
    expect(reloaded.html).toContain('login_already_used');
    expect(isSignedIn(await startAgain(reloaded))).toBe(true);
  });

  it('L5 L6 while the identity provider has the code: it never gets it again, and Start again works', async () => {
    const callback = await toCallback();
    const asked = await countTokenRequests(house);
    const arrived = async (): Promise<void> => {
      while ((await countTokenRequests(house)) === asked) await wait(10);
    };
    await whileIdpIs({ slow: 4000 }, house, async () => {
      const request = browser.callback(callback);
      await killDuring(house, 'broker', { request, arrived, release: async () => undefined });
    });
    const reloaded = await browser.callback(callback);
    expect(reloaded.html).toContain('login_already_used');
    expect(await countTokenRequests(house)).toBe(asked + 1);
    expect(isSignedIn(await startAgain(reloaded))).toBe(true);
    expect(await countTokenRequests(house)).toBe(asked + 2);
  });

  it('L8 while identity is asked who that is: Start again works', async () => {
    const callback = await toCallback();
    const lock = await hold(house, 'identity', 'LOCK TABLE resolution IN EXCLUSIVE MODE');
    const reloaded = await killBrokersDuring(lock, () => browser.callback(callback));
    expect(reloaded.html).toContain('login_already_used');
    expect(isSignedIn(await startAgain(reloaded))).toBe(true);
  });

  it('L9 just before the commit: nothing of it stays, and Start again works', async () => {
    const callback = await toCallback();
    const lock = await holdTheCommit();
    const reloaded = await killBrokersDuring(lock, () => browser.callback(callback));
    expect(reloaded.html).toContain('login_already_used');
    expect(isSignedIn(await startAgain(reloaded))).toBe(true);
  });

  it('L10 just after the commit: the event comes once although the browser never returns', async () => {
    const answer = await browser.callback(await toCallback());
    await killBrokers();
    expect(nextOf(answer)).toBeDefined();
    expect(await check(house, secrets)).toEqual([]);
    expect(isSignedIn(await browser.finish(answer))).toBe(true);
  });

  it('L10 when the event is in the stream and nobody has noted it: it is sent again and has one effect', async () => {
    await query(
      house,
      'broker',
      `CREATE FUNCTION stop_here() RETURNS trigger LANGUAGE plpgsql AS
         'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END';
       CREATE TRIGGER stop_here BEFORE UPDATE OF sent_at ON outbox_event EXECUTE FUNCTION stop_here()`,
    );
    const callback = await toCallback();
    const lock = await hold(house, 'broker', 'SELECT pg_advisory_xact_lock(1)');
    const answer = await killDuring(house, 'broker', {
      ...heldAt(lock, browser.callback(callback)),
      release: async () => {
        await lock.release();
        await query(house, 'broker', 'DROP FUNCTION stop_here CASCADE');
      },
    });
    expect(isSignedIn(await browser.finish(answer!))).toBe(true);
  });

  it('L11 while the session begins: the page says to start again from the application, which works', async () => {
    const answer = await browser.callback(await toCallback());
    const lock = await hold(house, 'broker', 'LOCK TABLE session IN EXCLUSIVE MODE');
    const reloaded = await killBrokersDuring(lock, () => browser.finish(answer));
    expect(reloaded.html).toContain('Start again from the application');
    expect(isSignedIn(await goOn(await browser.submitEmail(await toScreen2(), email)))).toBe(true);
  });

  it('L11 when Phone has its code: Phone redeems it', async () => {
    const atPhone = await toPhone();
    await killBrokers();
    expect(isSignedIn(await browser.open(atPhone))).toBe(true);
  });

  it('L12 while the code is redeemed: Phone says so, and signing in again needs no login', async () => {
    const atPhone = await toPhone();
    const lock = await lockNewest(`kind = 'AuthorizationCode'`);
    const refusal = await killDuring(house, 'broker', heldAt(lock, browser.open(atPhone)));
    expect(refusal?.html).toContain('Portico cannot be reached');
    expect(isSignedIn(await browser.openPhone(house))).toBe(true);
  });
});

describe('F02 SIGKILL of all identities', () => {
  const tryAgain = 'Try again';

  it('L1 while they are asked who the e-mail is: the page says try again, and Start again works', async () => {
    const screen2 = await toScreen2();
    const lock = await hold(house, 'identity', 'LOCK TABLE app_user IN ACCESS EXCLUSIVE MODE');
    const page = await killDuring(house, 'identity', heldAt(lock, browser.submitEmail(screen2, email)));
    expect([page?.status, page?.html]).toEqual([503, expect.stringContaining(tryAgain)]);
    expect(isSignedIn(await startAgain(page!))).toBe(true);
  });

  it('L1 while they check a password: the page says try again, and Start again works', async () => {
    const screen1 = await browser.openPhone(house);
    const lock = await hold(house, 'identity', 'LOCK TABLE user_password IN ACCESS EXCLUSIVE MODE');
    const page = await killDuring(house, 'identity', heldAt(lock, browser.submitPassword(screen1, admin)));
    expect([page?.status, page?.html]).toEqual([503, expect.stringContaining(tryAgain)]);
    const screen = await browser.click(page!, 'Start again');
    expect(isSignedIn(await browser.submitPassword(screen, admin))).toBe(true);
  });

  // The commit travels with the last statement: the server finishes what it has been sent, link and event together.
  it('L8 L9 while they commit a first match: it is there once, with its event, and Start again works', async () => {
    const theirs = `FROM identity_link WHERE tenant_id = $1
      AND user_id IN (SELECT id FROM app_user WHERE tenant_id = $1 AND email = $2)`;
    const countLinks = async (): Promise<number> =>
      (await query(house, 'identity', `SELECT 1 ${theirs}`, [acme.tenantId, email])).length;
    const countEvents = async (): Promise<number> =>
      (await query(house, 'identity', `SELECT 1 FROM outbox_event WHERE type = 'user.linked'`)).length;
    await query(house, 'identity', `DELETE ${theirs}`, [acme.tenantId, email]);
    const events = await countEvents();
    const callback = await toCallback();
    const lock = await hold(house, 'identity', 'LOCK TABLE resolution IN EXCLUSIVE MODE');
    const page = await killDuring(house, 'identity', heldAt(lock, browser.callback(callback)));
    expect([page?.status, page?.html]).toEqual([503, expect.stringContaining(tryAgain)]);
    expect(readLink(page!, 'Start again')).toBeDefined();
    expect(isSignedIn(await startAgain(page!))).toBe(true);
    expect(await countLinks()).toBe(1);
    expect(await countEvents()).toBe(events + 1);
  });

  it('L13 while somebody is signed in: they stay signed in', async () => {
    await goOn(await browser.submitEmail(await toScreen2(), email));
    await kill(house, 'identity');
    const page = await browser.openPhone(house);
    await restart(house, 'identity');
    expect(isSignedIn(page)).toBe(true);
  });
});

describe('F03 SIGKILL of sso-config', () => {
  it('is not noticed: logins by single sign-on and by password go on', async () => {
    const atIdp = await browser.submitEmail(await toScreen2(), email);
    await kill(house, 'sso-config');
    const underWay = await goOn(atIdp);
    const begunThen = new WatchedBrowser(secrets);
    const pages = [
      underWay,
      await begunThen.signInWithSso({ house, email }),
      await new WatchedBrowser(secrets).signInWithPassword({ house, email: admin }),
    ];
    await restart(house, 'sso-config');
    expect(pages.map(isSignedIn)).toEqual([true, true, true]);
  });
});

describe('F05 NATS is killed for 20 seconds', () => {
  const OUTAGE_MS = 20_000;
  const BACK_WITHIN_MS = 10_000;

  const countHeard = async (): Promise<number> =>
    (await query(house, 'broker', 'SELECT 1 FROM inbox_event')).length;

  /** Tries until it works; gives how long that took. */
  const timeUntil = async (works: () => Promise<boolean>): Promise<number> => {
    const begun = Date.now();
    while (!(await works().catch(() => false)) && Date.now() - begun < 60_000) await wait(100);
    return Date.now() - begun;
  };

  it('between the commit and the relay: the login ends well, others are told to try again, and all is back soon', async () => {
    const callback = await toCallback();
    const api = await Api.open(house);
    const lock = await holdTheCommit();
    const request = browser.callback(callback);
    await lock.waited();
    await house.kill('nats');
    const end = Date.now() + OUTAGE_MS;
    await lock.release();
    expect(isSignedIn(await browser.finish(await request))).toBe(true);
    expect(isSignedIn(await browser.openPhone(house))).toBe(true);

    const other = new WatchedBrowser(secrets);
    const refused = await other.submitEmail(await other.chooseSso(await other.openPhone(house)), email);
    expect([refused.status, refused.html]).toEqual([503, expect.stringContaining('Try again')]);

    await wait(end - Date.now());
    const heard = await countHeard();
    await house.restart('nats');
    const back = {
      questions: timeUntil(async () =>
        isSignedIn(await new WatchedBrowser(secrets).signInWithSso({ house, email })),
      ),
      consumers: timeUntil(async () => {
        await api.addTenant(`after-${Date.now().toString(36)}`, 'After the outage');
        return await timeUntil(async () => (await countHeard()) > heard).then((ms) => ms < BACK_WITHIN_MS);
      }),
    };
    expect(await back.questions).toBeLessThan(BACK_WITHIN_MS);
    expect(await back.consumers).toBeLessThan(BACK_WITHIN_MS);
  }, 90_000);
});
