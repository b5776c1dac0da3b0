import {
  LoginCompleted,
  LoginFailed,
  type Application,
  type Connection,
  type Tenant,
} from '@portico/contracts';
import { Api, newSlug } from './api.js';
import { query } from './database.js';
import { eventually } from './eventually.js';
import { expectFailurePage, expectRefusal } from './expect-refusal.js';
import { FactLog } from './facts.js';
import { house } from './house.js';
import { readFact, readForms, readLink, textOf } from './html.js';
import { HttpBrowser, isSignedIn, nextOf, type Page } from './http-browser.js';
import { shapeOf } from './shape-of.js';
import { TestApplication, type Overrides } from './test-application.js';

const { broker, simulator } = house.addresses;
/** A name of the simulator's people whom no demo tenant knows. */
const email = 'stranger@acme.example';
const run = newSlug();
const domain = `${run}.example`;

let api: Api;
let facts: FactLog;
/** `one` has one way in, `two` has two, `none` has none, `strict` enforces its own, and all know the stranger. */
let tenants: Record<'one' | 'two' | 'none', Tenant>;
let strict: Tenant;
let connections: Record<'one' | 'first' | 'second' | 'off' | 'strict', Connection>;
let strictEmail: string;
let phoneOfOne: Application;

beforeAll(async () => {
  api = await Api.open(house);
  facts = await FactLog.listen(house);
  const found = async (name: string): Promise<Tenant> => await api.addTenant(newSlug(), `${name} of ${run}`);
  tenants = { one: await found('One'), two: await found('Two'), none: await found('None') };
  strict = await found('Strict');
  strictEmail = `boss@${domain}`;
  connections = {
    one: await api.addConnection(tenants.one.id, 'Keycloak'),
    first: await api.addConnection(tenants.two.id, 'First door'),
    second: await api.addConnection(tenants.two.id, 'Second door'),
    off: await api.setMode(await api.addConnection(tenants.two.id, 'Shut door'), 'off'),
    strict: await api.setMode(await api.addConnection(strict.id, 'Strict door'), 'enforced'),
  };
  for (const { id } of Object.values(tenants)) await api.addUser(id, { email, name: 'Dill Harris' });
  await api.addUser(strict.id, { email: strictEmail, name: 'The boss' });
  phoneOfOne = await api.addApplication({ tenantIds: [tenants.one.id] });
});

// Otherwise the stranger of the other suites would be somebody.
afterAll(async () => {
  for (const connection of Object.values(connections)) await api.setMode(connection, 'off');
  for (const { id } of Object.values(tenants)) {
    const { users } = await api.call<{ users: { id: string }[] }>('GET', api.usersUrl(id));
    for (const user of users) await api.changeUser(id, user.id, { status: 'deactivated' });
  }
  await facts.close();
});

const isAtIdp = ({ url }: Page): boolean => url.startsWith(simulator);

const screen2 = async (browser: HttpBrowser): Promise<Page> =>
  await browser.chooseSso(await browser.openPhone(house));

const typeEmail = async (browser: HttpBrowser, typed: string): Promise<Page> =>
  await browser.submitEmail(await screen2(browser), typed);

/** Opens an authorization request of an application of a test's own, Phone unless told otherwise. */
const request = async (
  browser: HttpBrowser,
  overrides: Overrides,
  application?: Application,
): Promise<Page> => {
  const { id, redirectUris } = application ?? { id: undefined, redirectUris: [] };
  const testApplication = new TestApplication(house, id, redirectUris[0]);
  return await browser.open(testApplication.authorizationUrl(overrides), testApplication.isAnswer);
};

const labelsOf = ({ html }: Page): string[] =>
  [...html.matchAll(/<button\b[^>]*>([\s\S]*?)<\/button>/g)].map(([, label = '']) => textOf(label));

describe('an address of several organisations', () => {
  it('is asked which one, without those that have no single sign-on', async () => {
    const chooser = await typeEmail(new HttpBrowser(), email);
    expect(textOf(chooser.html)).toContain('Choose your organisation');
    expect(labelsOf(chooser)).toEqual([tenants.one.name, tenants.two.name]);
    expect(chooser.html).not.toContain(tenants.none.name);
  });

  it('goes straight on with the one way in of the chosen organisation', async () => {
    const browser = new HttpBrowser();
    const chooser = await typeEmail(browser, email);
    const atIdp = await browser.submit(chooser, '/sso', { organisation: tenants.one.id });
    expect(isAtIdp(atIdp)).toBe(true);
    const page = await browser.finish(await browser.callback(await browser.idpLogin(atIdp, email)));
    expect(isSignedIn(page)).toBe(true);
    expect(page.html).toContain(tenants.one.id);
  });

  it('is asked which way in where the chosen organisation has several, and only those that are on', async () => {
    const browser = new HttpBrowser();
    const chooser = await typeEmail(browser, email);
    const ways = await browser.submit(chooser, '/sso', { organisation: tenants.two.id });
    expect(labelsOf(ways)).toEqual(['First door', 'Second door']);
    const atIdp = await browser.submit(ways, '/sso', { connectionId: connections.second.id });
    const page = await browser.finish(await browser.callback(await browser.idpLogin(atIdp, email)));
    const fact = await facts.next(
      LoginCompleted,
      ({ data }) => data['connectionId'] === connections.second.id,
    );
    expect(fact.tenantId).toBe(tenants.two.id);
    expect(isSignedIn(page)).toBe(true);
  });

  it.each<[string, () => Record<string, string>]>([
    ['one that does not know the address', () => ({ organisation: strict.id })],
    ['one without single sign-on', () => ({ organisation: tenants.none.id })],
    ['nobody’s', () => ({ organisation: crypto.randomUUID() })],
  ])('A01 is refused with %s like an unknown address', async (_, fields) => {
    const browser = new HttpBrowser();
    const chooser = await typeEmail(browser, email);
    const page = await browser.submit(chooser, '/sso', fields());
    const unknown = await typeEmail(new HttpBrowser(), 'nobody@acme.example');
    expect(shapeOf(page, email)).toEqual(shapeOf(unknown, 'nobody@acme.example'));
  });

  it.each<[string, () => Record<string, string>]>([
    ['a connection of another tenant', () => ({ connectionId: connections.strict.id })],
    [
      'a connection of the other organisation',
      () => ({ organisation: tenants.one.id, connectionId: connections.first.id }),
    ],
    ['a connection that is off', () => ({ connectionId: connections.off.id })],
  ])('A01 is refused with %s', async (_, fields) => {
    await expectRefusal(facts, { code: 'connection_off', startsAgain: true }, async (browser) => {
      return await browser.submit(await typeEmail(browser, email), '/sso', fields());
    });
  });
});

describe('an address that no user record has', () => {
  const unknown = `nobody@${domain}`;

  it('B01 gets the page of an address whose tenant has no single sign-on', async () => {
    const without = `quiet@${newSlug()}.example`;
    await api.addUser(tenants.none.id, { email: without, name: 'Quiet' });
    const [one, other] = [
      await typeEmail(new HttpBrowser(), unknown),
      await typeEmail(new HttpBrowser(), without),
    ];
    expect(one.status).toBe(404);
    expect(shapeOf(one, unknown)).toEqual(shapeOf(other, without));
  });

  it('B03 is sent to the tenant that has proved its domain, and refused there until somebody has it', async () => {
    await query(house, 'broker', 'INSERT INTO tenant_handle (tenant_id, handle) VALUES ($1, $2)', [
      strict.id,
      `domain:${domain}`,
    ]);
    try {
      await expectRefusal(facts, { code: 'user_unknown', failsIn: strict.id }, async (browser) => {
        const atIdp = await typeEmail(browser, unknown);
        return await browser.callback(await browser.idpLogin(atIdp, email));
      });
    } finally {
      await query(house, 'broker', 'DELETE FROM tenant_handle WHERE handle = $1', [`domain:${domain}`]);
    }
  });
});

describe("an organisation's own link", () => {
  it('leads past the screens at the next sign-in on this browser, once', async () => {
    const browser = new HttpBrowser();
    expect(isAtIdp(await browser.open(`${broker}/sso/${tenants.one.slug}`))).toBe(true);
    expect(isAtIdp(await browser.openPhone(house))).toBe(false);
  });

  it('asks within a sign-in which way in, without an e-mail', async () => {
    const browser = new HttpBrowser();
    const screen1 = await browser.openPhone(house);
    const ways = await browser.open(`${screen1.url}/sso/${tenants.two.slug}`);
    expect(labelsOf(ways)).toEqual(['First door', 'Second door']);
    const atIdp = await browser.submit(ways, `/sso/${tenants.two.slug}`, {
      connectionId: connections.first.id,
    });
    expect(isAtIdp(atIdp)).toBe(true);
  });

  it('is refused alike for a slug that nobody has and a tenant without single sign-on', async () => {
    const nobodys = await new HttpBrowser().get(`${broker}/sso/nobody-${run}`);
    expectFailurePage(nobodys, 'sso_not_found');
    for (const slug of [tenants.none.slug, 'Not%20a%20slug'])
      expect(shapeOf(await new HttpBrowser().get(`${broker}/sso/${slug}`))).toEqual(shapeOf(nobodys));
  });

  it('starts again from a refusal within a sign-in', async () => {
    await expectRefusal(facts, { code: 'sso_not_found', startsAgain: true }, async (browser) => {
      const screen1 = await browser.openPhone(house);
      return await browser.open(`${screen1.url}/sso/${tenants.none.slug}`);
    });
  });

  it('A01 takes no connection of another tenant', async () => {
    const browser = new HttpBrowser();
    const screen1 = await browser.openPhone(house);
    const ways = await browser.open(`${screen1.url}/sso/${tenants.two.slug}`);
    const page = await browser.submit(ways, `/sso/${tenants.two.slug}`, { connectionId: connections.one.id });
    expectFailurePage(page, 'connection_off');
  });
});

describe('a way in that the application asks for', () => {
  it.each<[string, () => Overrides]>([
    ['by the id of a connection', () => ({ identity_provider: connections.first.id })],
    ['by the id of a connection as identifier', () => ({ idp_identifier: connections.second.id })],
    ['by the slug of a tenant', () => ({ idp_identifier: tenants.one.slug })],
    [
      'by the name of a connection within a tenant',
      () => ({ idp_identifier: tenants.two.slug, identity_provider: 'second door' }),
    ],
    [
      'by the name of a connection of the hinted address',
      () => ({ login_hint: strictEmail, identity_provider: 'Strict door' }),
    ],
  ])('skips the screens %s', async (_, overrides) => {
    const browser = new HttpBrowser();
    const atIdp = await request(browser, overrides());
    expect(isAtIdp(atIdp)).toBe(true);
    expect(atIdp.hops.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('leaves the choice where the tenant has several', async () => {
    const page = await request(new HttpBrowser(), { idp_identifier: tenants.two.slug });
    expect(labelsOf(page)).toEqual(['First door', 'Second door']);
  });

  it('takes the name from the tenants of an application that is limited to some', async () => {
    const page = await request(new HttpBrowser(), { identity_provider: 'Keycloak' }, phoneOfOne);
    expect(isAtIdp(page)).toBe(true);
  });

  it("shows the screens for Cognito's own user pool", async () => {
    const page = await request(new HttpBrowser(), { identity_provider: 'COGNITO' });
    expect(textOf(page.html)).toContain('Sign in to Phone');
  });

  it.each<[string, () => Overrides]>([
    ['an id that nobody has', () => ({ identity_provider: crypto.randomUUID() })],
    ['a connection that is off', () => ({ identity_provider: connections.off.id })],
    ['a tenant without single sign-on', () => ({ idp_identifier: tenants.none.slug })],
    [
      'a connection of another tenant than the named',
      () => ({ idp_identifier: tenants.one.slug, identity_provider: connections.first.id }),
    ],
    ['a name without a tenant', () => ({ identity_provider: 'Strict door' })],
    ['a name that nobody has', () => ({ idp_identifier: `nobody-${run}` })],
  ])('is refused with %s, and starts again with the screens', async (_, overrides) => {
    await expectRefusal(
      facts,
      { code: 'preselection_invalid', startsAgain: true },
      async (browser) => await request(browser, overrides()),
    );
  });

  it('is refused with a tenant that the application does not admit', async () => {
    const page = await request(new HttpBrowser(), { idp_identifier: strict.slug }, phoneOfOne);
    expectFailurePage(page, 'preselection_invalid');
  });

  it('starts again with the screens after a refusal at the identity provider', async () => {
    const browser = new HttpBrowser();
    const atIdp = await request(browser, {
      identity_provider: connections.strict.id,
      login_hint: strictEmail,
    });
    const refused = await browser.callback(await browser.idpLogin(atIdp, email));
    expectFailurePage(refused, 'user_unknown');
    const screen1 = await browser.click(refused, 'Start again');
    expect(textOf(screen1.html)).toContain('Sign in to Phone');
    expect(readForms(screen1).find(({ action }) => action.endsWith('/password'))?.fields['email']).toBe(
      strictEmail,
    );
  });
});

describe('a hint at who signs in', () => {
  it('goes straight on where one enforced way in is the only one', async () => {
    expect(isAtIdp(await request(new HttpBrowser(), { login_hint: strictEmail }))).toBe(true);
  });

  it.each<[string, () => string]>([
    ['a password would do too', () => 'agent@acme.example'],
    ['several organisations know it', () => email],
    ['nobody knows it', () => `nobody@${run}.test`],
    ['it is no address', () => 'x'.repeat(500)],
  ])('only fills the form where %s', async (_, hint) => {
    const page = await request(new HttpBrowser(), { login_hint: hint() });
    const form = readForms(page).find(({ action }) => action.endsWith('/password'));
    expect(form?.fields['email']).toBe(hint().slice(0, 254));
  });
});

const signOut = async (browser: HttpBrowser, button = 'yes'): Promise<Page> => {
  const phone = await browser.open(house.addresses.phone);
  const question = await browser.submit(phone, '/sign-out', {});
  return await browser.submit(question, '/confirm', { logout: button });
};

describe('the last way in of a browser', () => {
  const signedIn = async (): Promise<HttpBrowser> => {
    const browser = new HttpBrowser();
    const page = await browser.signInWithSso({ house, email: 'agent@acme.example' });
    expect(isSignedIn(page)).toBe(true);
    return browser;
  };

  it('is offered first after signing out, and never taken by itself', async () => {
    const browser = await signedIn();
    await signOut(browser);
    const screen1 = await browser.openPhone(house);
    expect(labelsOf(screen1).slice(0, 2)).toEqual([
      expect.stringMatching(/^Continue as agent@acme\.example with /),
      'Not you?',
    ]);
    const page = await browser.follow(await browser.submit(screen1, '/remembered', {}));
    expect(isSignedIn(page)).toBe(true);
  });

  it('asks at the identity provider again who has signed out there too', async () => {
    const browser = await signedIn();
    const asked = await signOut(browser, 'provider');
    expect(asked.url.startsWith(simulator)).toBe(true);
    const home = await browser.submit(asked, '/confirm', { logout: 'yes' });
    expect(home.url).toBe(`${house.addresses.phone}/`);
    const page = await browser.submit(await browser.openPhone(house), '/remembered', {});
    expect(isAtIdp(page)).toBe(true);
    expect(readForms(page).some(({ fields }) => 'password' in fields)).toBe(true);
  });

  it('is forgotten for somebody else', async () => {
    const browser = await signedIn();
    await signOut(browser);
    const screen1 = await browser.submit(await browser.openPhone(house), '/remembered/forget', {});
    expect(labelsOf(screen1)).not.toContain('Not you?');
    expect(screen1.html).not.toContain('agent@acme.example');
    expect(labelsOf(await browser.openPhone(house))).not.toContain('Not you?');
  });

  it('is not offered to another address than the hinted one, nor where it has been switched off', async () => {
    const browser = await signedIn();
    await signOut(browser);
    const hinted = await request(browser, { login_hint: 'admin@acme.example' });
    expect(labelsOf(hinted)).not.toContain('Not you?');
    const own = new HttpBrowser();
    await request(own, { identity_provider: connections.first.id });
    expect(labelsOf(await own.openPhone(house))).toContain('Not you?');
    await api.setMode(connections.first, 'off');
    try {
      await eventually(async () => !labelsOf(await own.openPhone(house)).includes('Not you?'));
    } finally {
      await api.setMode(connections.first, 'enabled');
      await eventually(async () => labelsOf(await own.openPhone(house)).includes('Not you?'));
    }
  });

  it('leaves a hint to be confirmed after signing out', async () => {
    const browser = await signedIn();
    await signOut(browser);
    const first = await request(browser, { login_hint: strictEmail });
    expect(textOf(first.html)).toContain('Sign in to Phone');
    // The identity provider still knows the browser and sends it back at once.
    const second = await request(browser, { login_hint: strictEmail });
    expect(second.hops.some(({ url }) => url.startsWith(simulator))).toBe(true);
  });
});

describe('a sign-in that the application wants afresh', () => {
  const agent = 'agent@acme.example';
  const essential = JSON.stringify({ id_token: { acr: { essential: true, values: ['gold'] } } });

  const goToIdp = async (
    browser: HttpBrowser,
    application: TestApplication,
    overrides: Overrides,
  ): Promise<Page> => {
    const screen1 = await browser.open(application.authorizationUrl(overrides), application.isAnswer);
    const screen = await browser.chooseSso(screen1);
    const form = readForms(screen).find(({ action }) => action.endsWith('/sso'));
    return await browser.post(form?.action ?? '', { email: agent });
  };

  it.each<[string, Overrides, Record<string, string>]>([
    ['P28 prompt=login', { prompt: 'login' }, { prompt: 'login' }],
    // oidc-provider reads max_age=0 as prompt=login, which asks for the same.
    ['P28 max_age=0', { max_age: '0' }, { prompt: 'login' }],
    ['P28 max_age', { max_age: '3600' }, { max_age: '3600' }],
    ['acr_values', { acr_values: 'gold silver' }, { acr_values: 'gold silver' }],
    ['an essential acr', { claims: essential }, { acr_values: 'gold' }],
  ])('passes %s on', async (_, overrides, passed) => {
    const page = await goToIdp(new HttpBrowser(), new TestApplication(house), overrides);
    const asked = new URL(nextOf(page) ?? '').searchParams;
    expect(Object.fromEntries(asked)).toMatchObject(passed);
  });

  it('P28 signs in again although there is a session, and tells when', async () => {
    const browser = new HttpBrowser();
    const before = Math.floor(Date.now() / 1000);
    await browser.signInWithSso({ house, email: agent });
    const application = new TestApplication(house);
    const atIdp = await browser.follow(
      await goToIdp(browser, application, { prompt: 'login', max_age: '60' }),
    );
    expect(isAtIdp(atIdp)).toBe(true);
    const callback = await browser.idpLogin(atIdp, agent);
    const answer = await browser.follow(await browser.callback(callback), application.isAnswer);
    const { body } = await application.redeem(application.readAnswer(answer).get('code') ?? '');
    const claims = JSON.parse(Buffer.from(body.id_token?.split('.')[1] ?? '', 'base64url').toString()) as {
      auth_time: number;
    };
    expect(claims.auth_time).toBeGreaterThanOrEqual(before);
  });

  it('P28 refuses what the identity provider does not prove, and keeps the session as it was', async () => {
    const browser = new HttpBrowser();
    const page = await browser.signInWithSso({ house, email: agent });
    const left = await goToIdp(browser, new TestApplication(house), { prompt: 'login' });
    // The request passes through the person's own browser, which can change it.
    const url = new URL(nextOf(left) ?? '');
    url.searchParams.delete('prompt');
    // As if the session at the identity provider were two minutes old.
    const later = `UPDATE login SET started_at = now() + interval '2 minutes' WHERE status = 'started'`;
    await query(house, 'broker', later);
    const answer = await browser.open(url.href, ({ pathname }) =>
      pathname.startsWith('/oauth2/idpresponse/'),
    );
    const refused = await browser.callback(nextOf(answer) ?? '');
    expectFailurePage(refused, 'reauth_unprovable');
    const reference = readFact(refused.html, 'Reference');
    await facts.next(LoginFailed, ({ data }) => data['reference'] === reference);
    expect(readLink(refused, 'Start again')).toBeDefined();
    expect(isSignedIn(page) && isSignedIn(await browser.openPhone(house))).toBe(true);
  });

  it('refuses an essential acr that was not met, and only an essential one', async () => {
    const { tenants: seeded } = house.seeded;
    await expectRefusal(facts, { code: 'acr_unmet', failsIn: seeded['acme'] ?? '' }, async (browser) => {
      const atIdp = await browser.follow(
        await goToIdp(browser, new TestApplication(house), { claims: essential }),
      );
      return await browser.callback(await browser.idpLogin(atIdp, agent));
    });
    const browser = new HttpBrowser();
    const application = new TestApplication(house);
    const atIdp = await browser.follow(await goToIdp(browser, application, { acr_values: 'gold' }));
    const answer = await browser.callback(await browser.idpLogin(atIdp, agent));
    expect(
      application.readAnswer(await browser.follow(answer, application.isAnswer)).get('code'),
    ).toBeTruthy();
  });

  it('tells the application that a password does not meet its essential acr', async () => {
    const browser = new HttpBrowser();
    const application = new TestApplication(house);
    const screen1 = await browser.open(application.authorizationUrl({ claims: essential }));
    const fields = { email: 'admin@acme.example', password: 'portico-demo' };
    const answer = await browser.submit(screen1, '/password', fields, application.isAnswer);
    expect(application.readAnswer(answer).get('error')).toBe('unmet_authentication_requirements');
  });

  it('never leaves Portico with prompt=none', async () => {
    const browser = new HttpBrowser();
    const application = new TestApplication(house);
    const overrides = { prompt: 'none', identity_provider: connections.one.id, login_hint: strictEmail };
    const answer = await browser.open(application.authorizationUrl(overrides), application.isAnswer);
    expect(application.readAnswer(answer).get('error')).toBe('login_required');
    expect(answer.hops.every(({ url }) => url.startsWith(broker))).toBe(true);
  });
});

describe('every screen here', () => {
  it('is for the browser alone that began, and not kept', async () => {
    const screen1 = await new HttpBrowser().openPhone(house);
    const stranger = new HttpBrowser();
    for (const path of [`/sso/${tenants.one.slug}`, ''])
      expectFailurePage(await stranger.open(`${screen1.url}${path}`), 'interaction_expired');
    expect(readLink(screen1, 'Log in with SSO')).toBeDefined();
  });
});
