import { Api } from './api.js';
import { query } from './database.js';
import { expectFailurePage, expectRefusal } from './expect-refusal.js';
import { FactLog } from './facts.js';
import { acme, house } from './house.js';
import { HttpBrowser, isSignedIn, type Page } from './http-browser.js';
import { countTokenRequests } from './simulator.js';
import { countTraces } from './traces.js';

const email = 'agent@acme.example';
const { tenantId } = acme;
let facts: FactLog;

beforeAll(async () => {
  facts = await FactLog.listen(house);
});
afterAll(async () => await facts.close());

/** The callback's address with other parameters. */
const altered = (callback: string, alter: (parameters: URLSearchParams) => void): string => {
  const url = new URL(callback);
  alter(url.searchParams);
  return url.href;
};

/** Does something during which the identity provider must be asked for so many tokens. */
const expectTokenRequests = async <Result>(count: number, work: () => Promise<Result>): Promise<Result> => {
  const before = await countTokenRequests(house);
  const result = await work();
  expect((await countTokenRequests(house)) - before).toBe(count);
  return result;
};

/** Ages what the broker keeps of the newest login or interaction by this much. */
const ageLogin = (minutes: number) =>
  query(
    house,
    'broker',
    `UPDATE login SET started_at = started_at - make_interval(mins => $1)
      WHERE id = (SELECT id FROM login ORDER BY id DESC LIMIT 1)`,
    [minutes],
  );
/** As if the browser had gone on with it elsewhere. */
const endInteraction = (uid: string) =>
  query(
    house,
    'broker',
    `INSERT INTO provider_artifact (kind, id, payload, consumed_at, expires_at)
     VALUES ('InteractionResult', $1, '{}', now(), now() + interval '1 hour')`,
    [uid],
  );
/** Cookies of a sign-in end after an hour. */
const waitAnHour = ({ cookies }: HttpBrowser) => cookies.clear(/interaction_request/);
const uidOf = ({ url }: Page): string => /\/login\/([^/?]+)/.exec(url)?.[1] ?? '';

describe('P01 the callback refuses a state that is', () => {
  it.each<[string, (parameters: URLSearchParams) => void]>([
    ['missing', (parameters) => parameters.delete('state')],
    ['empty', (parameters) => parameters.set('state', '')],
    ['sent twice', (parameters) => parameters.append('state', parameters.get('state') ?? '')],
    [
      'another that begins the same',
      (parameters) =>
        parameters.set('state', `${parameters.get('state')?.slice(0, 8) ?? ''}-and-then-another`),
    ],
  ])('%s', async (_, alter) => {
    await expectTokenRequests(
      0,
      async () =>
        await expectRefusal(
          facts,
          { code: 'callback_state_invalid' },
          async (browser) =>
            await browser.callback(altered(await browser.goToCallback({ house, email }), alter)),
        ),
    );
  });

  it('wrong, and lets the right answer in afterwards', async () => {
    let callback = '';
    const first = new HttpBrowser();
    await expectTokenRequests(
      0,
      async () =>
        await expectRefusal(facts, { code: 'login_of_another_browser' }, async (browser) => {
          callback = await browser.goToCallback({ house, email });
          first.cookies = browser.cookies.copy();
          return await browser.callback(
            altered(callback, (parameters) => parameters.set('state', 'guessed')),
          );
        }),
    );
    expect(isSignedIn(await first.finish(await first.callback(callback)))).toBe(true);
  });
});

describe('P01 a good callback', () => {
  it('that is delivered again is refused, and exchanged once', async () => {
    const browser = new HttpBrowser();
    const callback = await browser.goToCallback({ house, email });
    // What the browser had before it came back, as somebody has who restores a tab.
    const restored = browser.copy();
    await expectTokenRequests(1, async () => {
      expect(isSignedIn(await browser.finish(await browser.callback(callback)))).toBe(true);
      const before = await countTraces(house);
      for (const again of [browser, restored]) {
        const refused = await again.callback(callback);
        expectFailurePage(refused, 'login_already_used');
        expect(refused.headers.get('location')).toBeNull();
      }
      expect(await countTraces(house)).toEqual(before);
    });
    expect(isSignedIn(await browser.open(house.addresses.phone))).toBe(true);
  });

  it('that is delivered eight times at once lets one in, and is exchanged once', async () => {
    const browser = new HttpBrowser();
    const callback = await browser.goToCallback({ house, email });
    const tabs = Array.from({ length: 8 }, () => browser.copy());
    const before = await countTraces(house);
    const answers = await expectTokenRequests(
      1,
      async () => await Promise.all(tabs.map(async (tab) => ({ tab, answer: await tab.callback(callback) }))),
    );
    const [winner, ...others] = answers.filter(({ answer }) => answer.status === 303);
    expect(others).toEqual([]);
    for (const { answer } of answers.filter((one) => one !== winner))
      expectFailurePage(answer, 'login_already_used');
    expect(isSignedIn(await winner!.tab.finish(winner!.answer))).toBe(true);
    const after = await countTraces(house);
    expect(after.completedLogins - before.completedLogins).toBe(1);
    expect(after.completedFacts - before.completedFacts).toBe(1);
  });
});

describe('P02 an answer', () => {
  it('is refused in a browser that did not start the login, which can still finish it', async () => {
    const started = new HttpBrowser();
    const callback = await started.goToCallback({ house, email });
    await expectTokenRequests(
      0,
      async () =>
        await expectRefusal(
          facts,
          { code: 'login_of_another_browser' },
          async (other) => await other.callback(callback),
        ),
    );
    expect(isSignedIn(await started.finish(await started.callback(callback)))).toBe(true);
  });

  it('is refused in a browser that has started a login of its own', async () => {
    const callback = await new HttpBrowser().goToCallback({ house, email });
    await expectRefusal(facts, { code: 'login_of_another_browser' }, async (other) => {
      await other.goToCallback({ house, email: 'admin@acme.example' });
      return await other.callback(callback);
    });
  });

  it('B09 is refused with a cookie that was changed by one character', async () => {
    await expectRefusal(facts, { code: 'login_of_another_browser' }, async (browser) => {
      const callback = await browser.goToCallback({ house, email });
      const [name = '', value = ''] = browser.cookies
        .headerFor(callback)
        .split('; ')
        .map((pair) => pair.split('='))
        .find(([candidate]) => candidate?.startsWith('portico_login_'))!;
      const middle = Math.floor(value.length / 2);
      const flipped = value.slice(0, middle) + (value[middle] === 'A' ? 'B' : 'A') + value.slice(middle + 1);
      return await browser.get(callback, { cookie: `${name}=${flipped}` });
    });
  });
});

describe('P03 a login with one connection', () => {
  it('cannot be finished at the callback of another', async () => {
    const { id } = await (await Api.open(house)).addDraft(tenantId, 'Draft');
    await expectTokenRequests(
      0,
      async () =>
        await expectRefusal(facts, { code: 'login_of_another_browser' }, async (browser) => {
          const callback = await browser.goToCallback({ house, email });
          const cookie = browser.cookies.headerFor(callback);
          return await browser.get(callback.replace(acme.connectionId, id), { cookie });
        }),
    );
  });
});

describe('the callback refuses', () => {
  it('P24 what the person refused at the identity provider, and shows nothing that came with it', async () => {
    const page = await expectRefusal(
      facts,
      { code: 'upstream_denied', failsIn: tenantId },
      async (browser) => {
        const callback = altered(await browser.goToCallback({ house, email }), (parameters) => {
          parameters.delete('code');
          parameters.set('error', 'access_denied');
          parameters.set('error_description', '<script>alert(1)</script>');
        });
        return await browser.callback(callback);
      },
    );
    expect(page.html).not.toContain('alert(1)');
  });

  it('P04 an answer of another issuer', async () => {
    await expectTokenRequests(
      0,
      async () =>
        await expectRefusal(
          facts,
          { code: 'issuer_parameter_invalid', failsIn: tenantId },
          async (browser) =>
            await browser.callback(
              altered(await browser.goToCallback({ house, email }), (parameters) =>
                parameters.set('iss', 'https://idp.attacker.example'),
              ),
            ),
        ),
    );
  });

  it('P25 tokens in the address', async () => {
    await expectTokenRequests(
      0,
      async () =>
        await expectRefusal(
          facts,
          { code: 'callback_parameters_invalid', failsIn: tenantId },
          async (browser) =>
            await browser.callback(
              altered(await browser.goToCallback({ house, email }), (parameters) =>
                parameters.set('id_token', 'e30.e30.e30'),
              ),
            ),
        ),
    );
  });

  it('P23 the code of another login', async () => {
    const foreign = new URL(await new HttpBrowser().goToCallback({ house, email: 'admin@acme.example' }));
    await expectRefusal(
      facts,
      { code: 'upstream_code_refused', failsIn: tenantId },
      async (browser) =>
        await browser.callback(
          altered(await browser.goToCallback({ house, email }), (parameters) =>
            parameters.set('code', foreign.searchParams.get('code') ?? ''),
          ),
        ),
    );
  });

  it('an answer that comes sixteen minutes after the login started', async () => {
    await expectTokenRequests(0, async () => {
      const before = await countTraces(house);
      const browser = new HttpBrowser();
      const callback = await browser.goToCallback({ house, email });
      await ageLogin(16);
      expectFailurePage(await browser.callback(callback), 'login_expired');
      expect(await countTraces(house)).toEqual(before);
    });
  });

  it('an address that names no connection', async () => {
    await expectRefusal(
      facts,
      { code: 'not_found' },
      async (browser) =>
        await browser.get(`${house.addresses.broker}/oauth2/idpresponse/none?code=a&state=b`),
    );
  });
});

describe('a screen that has expired refuses', () => {
  it('the password', async () => {
    await expectRefusal(facts, { code: 'interaction_expired' }, async (browser) => {
      const screen1 = await browser.openPhone(house);
      waitAnHour(browser);
      return await browser.submitPassword(screen1, email);
    });
  });

  it('the e-mail', async () => {
    await expectRefusal(facts, { code: 'interaction_expired' }, async (browser) => {
      const screen2 = await browser.chooseSso(await browser.openPhone(house));
      waitAnHour(browser);
      return await browser.submitEmail(screen2, email);
    });
  });

  it('the answer of the identity provider, which finds nothing to go on with', async () => {
    await expectRefusal(
      facts,
      { code: 'interaction_expired', failsIn: tenantId, startsAgain: false },
      async (browser) => {
        const screen2 = await browser.chooseSso(await browser.openPhone(house));
        const callback = await browser.idpLogin(await browser.submitEmail(screen2, email), email);
        await endInteraction(uidOf(screen2));
        return await browser.callback(callback);
      },
    );
  });

  it('B05 another browser that was given its address', async () => {
    const { url } = await new HttpBrowser().openPhone(house);
    await expectRefusal(facts, { code: 'interaction_expired' }, async (other) => await other.open(url));
  });
});
