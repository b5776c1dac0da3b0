import { LoginCompleted } from '@portico/contracts';
import { expectRefusal } from './expect-refusal.js';
import { FactLog } from './facts.js';
import { acme, house } from './house.js';
import { HttpBrowser, isSignedIn } from './http-browser.js';
import { readTraffic } from './simulator.js';

const { broker, simulator } = house.addresses;
const shared = `${broker}/oauth2/idpresponse`;
const hooli = {
  tenantId: house.seeded.tenants['hooli'] ?? '',
  connectionId: house.seeded.connections['hooli']?.['google'] ?? '',
  email: 'agent@hooli.example',
};
const agent = 'agent@acme.example';

let facts: FactLog;
beforeAll(async () => {
  facts = await FactLog.listen(house);
});
afterAll(async () => await facts.close());

/** The same answer at another redirect URI. */
const deliveredAt = (redirectUri: string, callback: string): string => redirectUri + new URL(callback).search;

/** The answer with another parameter; undefined leaves it out. */
const altered = (callback: string, name: string, value: string | undefined): string => {
  const url = new URL(callback);
  if (value === undefined) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  return url.href;
};

/** Nobody is asked for tokens: a code goes to no identity provider that did not give it. */
const countTokenRequests = async (): Promise<number[]> =>
  await Promise.all(
    (['google', 'keycloak'] as const).map(
      async (provider) => (await readTraffic(house, provider)).tokenRequests,
    ),
  );

describe('P03 an answer of Google, whose connections share one redirect URI,', () => {
  it.each([
    ['of the very connection', hooli.connectionId],
    ["of another tenant's connection", acme.connectionId],
  ])('is refused at the own redirect URI %s, and let in at the shared one', async (_, connectionId) => {
    let callback = '';
    const first = new HttpBrowser();
    const before = await countTokenRequests();
    await expectRefusal(facts, { code: 'login_of_another_browser' }, async (browser) => {
      callback = await browser.goToCallback({ house, email: hooli.email });
      expect(callback.startsWith(`${shared}?`)).toBe(true);
      first.cookies = browser.cookies.copy();
      // Whatever the path of its cookie is.
      const cookie = browser.cookies.headerFor(callback);
      return await browser.get(deliveredAt(`${shared}/${connectionId}`, callback), { cookie });
    });
    expect(await countTokenRequests()).toEqual(before);
    expect(isSignedIn(await first.finish(await first.callback(callback)))).toBe(true);
    const { tenantId } = await facts.next(
      LoginCompleted,
      ({ data }) => data['connectionId'] === hooli.connectionId,
    );
    expect(tenantId).toBe(hooli.tenantId);
    facts.heard.length = 0;
  });

  it.each([
    ['names another issuer', `${simulator}/keycloak/realms/acme`],
    ['names none, although Google announces to', undefined],
  ])('P04 is refused when it %s', async (_, issuer) => {
    const before = await countTokenRequests();
    await expectRefusal(
      facts,
      { code: 'issuer_parameter_invalid', failsIn: hooli.tenantId },
      async (browser) => {
        const callback = await browser.goToCallback({ house, email: hooli.email });
        return await browser.callback(altered(callback, 'iss', issuer));
      },
    );
    expect(await countTokenRequests()).toEqual(before);
  });

  it("P04 is refused with another identity provider's answer in the place of its own", async () => {
    const foreign = new URL(await new HttpBrowser().goToCallback({ house, email: agent })).searchParams;
    const before = await countTokenRequests();
    await expectRefusal(
      facts,
      { code: 'issuer_parameter_invalid', failsIn: hooli.tenantId },
      async (browser) => {
        const own = new URL(await browser.goToCallback({ house, email: hooli.email })).searchParams;
        const mixed = new URLSearchParams(foreign);
        mixed.set('state', own.get('state') ?? '');
        return await browser.callback(`${shared}?${mixed.toString()}`);
      },
    );
    expect(await countTokenRequests()).toEqual(before);
  });
});

describe('P03 an answer to a connection with a redirect URI of its own', () => {
  it('is refused at the shared one, and let in at its own', async () => {
    let callback = '';
    const first = new HttpBrowser();
    const before = await countTokenRequests();
    await expectRefusal(facts, { code: 'login_of_another_browser' }, async (browser) => {
      callback = await browser.goToCallback({ house, email: agent });
      expect(callback.startsWith(`${shared}/${acme.connectionId}?`)).toBe(true);
      first.cookies = browser.cookies.copy();
      const cookie = browser.cookies.headerFor(callback);
      return await browser.get(deliveredAt(shared, callback), { cookie });
    });
    expect(await countTokenRequests()).toEqual(before);
    expect(isSignedIn(await first.finish(await first.callback(callback)))).toBe(true);
  });
});
