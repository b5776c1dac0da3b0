import type { Page } from './http-browser.js';
import { HttpBrowser, isSignedIn, nextOf } from './http-browser.js';
import { check } from './checker.js';
import { query } from './database.js';
import { house } from './house.js';
import { countServed } from './served.js';
import { countTokenRequests } from './simulator.js';
import { TestApplication } from './test-application.js';
import { ONE_OF_ALL, tokenRounds } from './tokens-at-once.js';

const admin = 'admin@acme.example';
const PEOPLE = ['agent@acme.example', admin];
const BROKERS = ['broker-1', 'broker-2'];
const IDENTITIES = ['identity-1', 'identity-2'];

/** Runs work for every item, so many at a time. */
const inParallel = async <Item, Result>(
  items: Item[],
  lanes: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = [];
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
};

/** One login of a browser of its own: four by single sign-on to one by password. */
const signIn = async (number: number): Promise<Page> => {
  const email = PEOPLE[number % PEOPLE.length] ?? '';
  const browser = new HttpBrowser();
  return number % 5 === 4
    ? await browser.signInWithPassword({ house, email: admin })
    : await browser.signInWithSso({ house, email });
};

const countEnded = async (): Promise<Record<string, number>> => {
  const rows = await query<{ status: string; count: number }>(
    house,
    'broker',
    'SELECT status, count(*)::int AS count FROM login GROUP BY status',
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
};

describe('two brokers and two identities behind one address', () => {
  it('share the steps of 100 logins at random, and none fails', async () => {
    const before = {
      served: await countServed(house, [...BROKERS, ...IDENTITIES]),
      ended: await countEnded(),
    };
    const pages = await inParallel([...Array(100).keys()], 8, signIn);
    expect(pages.filter((page) => !isSignedIn(page)).map(({ url, status }) => `${url} ${status}`)).toEqual(
      [],
    );
    const after = await countServed(house, [...BROKERS, ...IDENTITIES]);
    for (const name of BROKERS) expect(after[name]! - before.served[name]!).toBeGreaterThan(100);
    for (const name of IDENTITIES) expect(after[name]! - before.served[name]!).toBeGreaterThan(30);
    const ended = await countEnded();
    expect(ended['completed']! - (before.ended['completed'] ?? 0)).toBe(100);
    expect(await check(house)).toEqual([]);
  }, 120_000);

  it('O03 O04 let one of 50 redeem a code, and use a refresh token, that arrive at once, in each of ten rounds', async () => {
    for await (const round of tokenRounds(house, admin, 10)) expect(round).toEqual(ONE_OF_ALL);
  }, 60_000);

  it('O02 end the first access token when its code is used again', async () => {
    const application = new TestApplication(house);
    const code = await application.signIn(admin);
    const { body } = await application.redeem(code);
    const token = body.access_token ?? '';
    expect((await application.userinfo(token)).status).toBe(200);
    expect((await application.redeem(code)).body.error).toBe('invalid_grant');
    expect((await application.userinfo(token)).status).toBe(401);
  });

  it('P01 ask the identity provider once for a callback that arrives 20 times at once', async () => {
    const browser = new HttpBrowser();
    const url = await browser.goToCallback({ house, email: 'agent@acme.example' });
    const asked = await countTokenRequests(house);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => await browser.copy().callback(url)),
    );
    const through = answers.filter((answer) => nextOf(answer));
    const refused = answers.filter(({ html }) => html.includes('login_already_used'));
    expect([through.length, refused.length]).toEqual([1, 19]);
    expect(await countTokenRequests(house)).toBe(asked + 1);
    expect(isSignedIn(await browser.finish(through[0]!))).toBe(true);
    expect(await check(house)).toEqual([]);
  }, 60_000);
});
