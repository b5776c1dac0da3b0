import { setTimeout as wait } from 'node:timers/promises';
import { LoginCompleted } from '@portico/contracts';
import { Api, request } from './api.js';
import { expectFailurePage } from './expect-refusal.js';
import { FactLog } from './facts.js';
import { house } from './house.js';
import { readLink } from './html.js';
import { HttpBrowser, isSignedIn, type Page } from './http-browser.js';

const email = 'admin@acme.example';
const PATIENCE_MS = 20_000;

/** Tries until it works, as a person does who was told to try again. */
const soon = async (work: () => Promise<boolean>): Promise<number> => {
  const startedAt = Date.now();
  while (!(await work().catch(() => false))) {
    if (Date.now() - startedAt > PATIENCE_MS) throw new Error('it does not work again');
    await wait(250);
  }
  return Date.now() - startedAt;
};

/** A page that asks to try again, and can. */
const expectTryAgain = (page: Page): void => {
  expectFailurePage(page, 'try_again');
  expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
};

const allReady = async (): Promise<boolean> => {
  const answers = await Promise.all(Object.values(house.management).map((url) => fetch(`${url}/readyz`)));
  return answers.every(({ ok }) => ok);
};

/** Both ways in work again, and the event of each arrives. */
const expectEverythingBack = async (): Promise<void> => {
  await soon(allReady);
  const facts = await FactLog.listen(house);
  try {
    await soon(async () => isSignedIn(await new HttpBrowser().signInWithSso({ house, email })));
    await soon(async () => isSignedIn(await new HttpBrowser().signInWithPassword({ house, email })));
    for (const method of ['sso', 'password'])
      await facts.next(LoginCompleted, ({ data }) => data['method'] === method);
  } finally {
    await facts.close();
  }
};

/** Browsers at each step of a login, from before an outage. */
const beforeTheOutage = async () => {
  const [atScreen1, atScreen2, atProvider, signedIn] = [1, 2, 3, 4].map(() => new HttpBrowser());
  if (!atScreen1 || !atScreen2 || !atProvider || !signedIn) throw new Error('no browser');
  const screen1 = await atScreen1.openPhone(house);
  const screen2 = await atScreen2.chooseSso(await atScreen2.openPhone(house));
  const callback = await atProvider.goToCallback({ house, email });
  await signedIn.signInWithPassword({ house, email });
  return { atScreen1, screen1, atScreen2, screen2, atProvider, callback, signedIn };
};

afterEach(async () => {
  const { processes } = house;
  for (const { name, alive } of await processes()) if (!alive) await house.restart(name);
  await soon(allReady);
}, 60_000);

describe('while NATS is down', () => {
  it('every step says try again, who is signed in stays so, and everything works once it is back', async () => {
    const { atScreen1, screen1, atScreen2, screen2, atProvider, callback, signedIn } =
      await beforeTheOutage();
    await house.kill('nats');
    const [password, ssoEmail, answer, session] = await Promise.all([
      atScreen1.submitPassword(screen1, email),
      atScreen2.submitEmail(screen2, email),
      atProvider.callback(callback),
      signedIn.openPhone(house),
    ]);
    for (const page of [password, ssoEmail, answer]) {
      expectTryAgain(page);
      expect(readLink(page, 'Start again')).toBeDefined();
    }
    expect(isSignedIn(session)).toBe(true);

    await house.restart('nats');
    await expectEverythingBack();
    await soon(async () => isSignedIn(await atScreen1.submitPassword(screen1, email)));
    const again = await atProvider.click(answer, 'Start again');
    expect(isSignedIn(await atProvider.submitPassword(again, email))).toBe(true);
  }, 90_000);
});

describe('while Postgres is down', () => {
  it('every step says try again, and everything works once it is back', async () => {
    const { atScreen1, screen1, atScreen2, screen2, atProvider, callback } = await beforeTheOutage();
    await house.kill('postgres');
    const pages = await Promise.all([
      atScreen1.submitPassword(screen1, email),
      atScreen2.submitEmail(screen2, email),
      atProvider.callback(callback),
      atScreen1.get(screen1.url),
      new HttpBrowser().open(`${house.addresses.phone}/sign-in`),
    ]);
    for (const page of pages) expectTryAgain(page);

    await house.restart('postgres');
    await expectEverythingBack();
    await soon(async () => isSignedIn(await atScreen1.submitPassword(screen1, email)));
  }, 90_000);

  it('the APIs answer with problem details that say when to try again', async () => {
    const { token } = await Api.open(house);
    await house.kill('postgres');
    const url = `${house.addresses.broker}/v1/applications`;
    const { status, headers, body } = await request('GET', url, { token });
    expect({ status, code: body['code'] }).toEqual({ status: 503, code: 'try_again' });
    expect(headers.get('retry-after')).toBe('5');
  }, 60_000);
});
