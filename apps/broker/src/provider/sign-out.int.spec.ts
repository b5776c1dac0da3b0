import { jest } from '@jest/globals';
import { type ConnectionSettings, SessionEnded } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { type HostileIdp, startHostileIdp } from '@portico/testing';
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { OpenIdProvider } from '../issuer/openid-provider.js';
import { type BrokerHouse, REDIRECT_URI, startBrokerHouse } from '../broker-house.fixture.js';
import type { Answer, PageBrowser } from '../page-browser.fixture.js';
import { SaveSettings } from '../settings/save-settings.js';
import { type SignedIn, signInWithPassword } from '../signed-in.fixture.js';

jest.setTimeout(60_000);

const HOME = 'https://phone.example.com/signed-out?from=portico';

let idp: HostileIdp;
let house: BrokerHouse;
beforeAll(async () => {
  idp = await startHostileIdp();
  house = await startBrokerHouse({ PORTICO_EGRESS_ALLOW: [idp.origin] });
  await house.database.sql(`UPDATE application SET post_logout_redirect_uris = $1 WHERE id = 'phone'`, [
    [HOME],
  ]);
});
afterAll(async () => {
  await house.stop();
  await idp.close();
});
beforeEach(() => {
  idp.reset();
});

const logout = (query: Record<string, string>): string => `/logout?${new URLSearchParams(query).toString()}`;

const isSignedIn = async (browser: PageBrowser): Promise<boolean> =>
  (await house.openLogin(browser)).path === new URL(REDIRECT_URI).pathname;

/** What the page asks, answered with one of its buttons. */
const confirm = async (browser: PageBrowser, page: Answer, button = 'yes'): Promise<Answer> => {
  const [, xsrf = ''] = /name="xsrf" value="([^"]*)"/.exec(page.html) ?? [];
  return await browser.post('/logout/confirm', { xsrf, logout: button });
};
const onwardOf = (answer: Answer): string =>
  answer.headers.get('location') ?? answer.headers.get('refresh')?.split('url=')[1] ?? '';

/** Makes a session one that came by a connection to the IdP. */
const byConnection = async ({ tenant }: SignedIn, provider: ConnectionSettings['provider'] = 'okta') => {
  const id = newId();
  const connection = {
    ...{ id, provider, name: 'Our Okta', mode: 'enabled', revision: 1, scopes: [], callback: 'own' },
    ...{ issuer: idp.issuer, clientId: 'portico', tokenAuth: 'auto' },
  } as unknown as ConnectionSettings;
  const settings = { ...tenant, connections: [connection], version: tenant.version + 1 };
  await house.app.get(SaveSettings).run(settings);
  await house.app
    .get(Database)
    .inTenant(
      tenant.tenantId,
      async (tx) => await tx.query(`UPDATE session SET method = 'sso', connection_id = $1`, [id]),
    );
  return connection;
};

const offersSignOut = (): void => {
  idp.lies.discovery = ({ body, ...honest }) => ({
    ...honest,
    body: { ...body, end_session_endpoint: `${idp.issuer}/session/end` },
  });
};

/** An ID token of ours, as old as that. */
const oldHint = async (
  { userId, claims }: SignedIn,
  changes: Record<string, string> = {},
): Promise<string> => {
  const provider = house.app.get(OpenIdProvider).current;
  const client = await provider.Client.find('phone');
  const token = new provider.IdToken({ sub: userId }, { client, ctx: undefined });
  (token as unknown as { mask: object }).mask = { sub: null };
  token.set('sid', changes['sid'] ?? claims['sid']);
  return await token.issue({ use: 'idtoken', expiresAt: Math.floor(Date.now() / 1000) - 86_400 });
};

const forged = async ({ claims }: SignedIn): Promise<string> => {
  const { privateKey } = await generateKeyPair('ES256');
  return await new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
};

describe('O13 a sign-out that an application asks for', () => {
  it.each<[string, (person: SignedIn) => Record<string, string> | Promise<Record<string, string>>]>([
    ['a hint that is no token', () => ({ id_token_hint: 'no-token' })],
    ['a modified hint', ({ tokens }) => ({ id_token_hint: `${tokens.id_token.slice(0, -8)}AAAAAAAA` })],
    ['an unsigned hint', ({ claims }) => ({ id_token_hint: new UnsecuredJWT(claims).encode() })],
    ["a hint with somebody else's signature", async (person) => ({ id_token_hint: await forged(person) })],
    [
      'a hint for another application',
      ({ tokens }) => ({ id_token_hint: tokens.id_token, client_id: 'dashboard' }),
    ],
    ['an unknown application', () => ({ client_id: 'nobody' })],
    [
      'an address that is not registered',
      () => ({ client_id: 'phone', post_logout_redirect_uri: `${HOME}/` }),
    ],
    [
      'an address with more query',
      () => ({ client_id: 'phone', post_logout_redirect_uri: `${HOME}&more=1` }),
    ],
    ["such an address in Cognito's words", () => ({ client_id: 'phone', logout_uri: `${HOME}&more=1` })],
  ])('is refused on a page, and ends nothing, with %s', async (_, ask) => {
    const person = await signInWithPassword(house);
    const query = { post_logout_redirect_uri: HOME, ...(await ask(person)) };
    if ('logout_uri' in query)
      delete (query as { post_logout_redirect_uri?: string }).post_logout_redirect_uri;
    const answer = await person.browser.get(logout(query));
    expect(answer).toMatchObject({ status: 400, reason: 'application_request_invalid' });
    expect(onwardOf(answer)).toBe('');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await isSignedIn(person.browser)).toBe(true);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https:evil',
    '/%09/evil',
    'javascript:alert(1)',
    'https://us@evil',
  ])('B10 never leads to %s', async (target) => {
    const { browser, tokens } = await signInWithPassword(house);
    const query = { id_token_hint: tokens.id_token, post_logout_redirect_uri: target };
    expect(await browser.get(logout(query))).toMatchObject({ status: 400 });
  });

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['a state alone', { state: 'of the application' }],
    ['an address without an application', { post_logout_redirect_uri: HOME }],
  ])('asks, and leads nowhere, with %s', async (_, query) => {
    const { browser } = await signInWithPassword(house);
    const page = await browser.get(logout(query));
    expect(page.html).toContain('Sign out?');
    expect(await isSignedIn(browser)).toBe(true);
    const answer = await confirm(browser, await browser.get(logout(query)));
    expect(onwardOf(answer)).toMatch(/\/logout\/success$/);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('asks where only an application is named, and ends nothing for a form of another site', async () => {
    const { browser } = await signInWithPassword(house);
    const page = await browser.get(
      logout({ client_id: 'phone', post_logout_redirect_uri: HOME, state: 's' }),
    );
    expect(page.html).toContain('Sign out?');
    expect((await browser.post('/logout/confirm', { xsrf: 'guessed', logout: 'yes' })).status).toBe(400);
    expect(onwardOf(await confirm(browser, page))).toBe(`${HOME}&state=s`);
  });

  it('asks where the hint is of another session of the same person', async () => {
    const person = await signInWithPassword(house);
    const hint = await oldHint(person, { sid: 'another' });
    expect((await person.browser.get(logout({ id_token_hint: hint }))).html).toContain('Sign out?');
  });

  it.each<[string, (person: SignedIn) => Promise<string>]>([
    ['a hint of this session', async ({ tokens }) => tokens.id_token],
    ['an old hint of this session', oldHint],
  ])('ends it at once with %s', async (_, hint) => {
    const person = await signInWithPassword(house);
    const query = { id_token_hint: await hint(person), post_logout_redirect_uri: HOME, state: 's' };
    const answer = await person.browser.get(logout(query));
    expect(answer.status).toBe(303);
    expect(onwardOf(answer)).toBe(`${HOME}&state=s`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await isSignedIn(person.browser)).toBe(false);
  });

  it('may be posted, and goes on by GET with what was posted', async () => {
    const { browser, tokens } = await signInWithPassword(house);
    const query = { id_token_hint: tokens.id_token, post_logout_redirect_uri: HOME };
    const answer = await browser.post('/logout', query);
    expect([answer.status, onwardOf(answer)]).toEqual([303, logout(query)]);
    expect(onwardOf(await browser.get(onwardOf(answer)))).toBe(HOME);
  });

  it("takes Cognito's words: logout_uri, or the sign-in that is to follow", async () => {
    const { browser, tokens } = await signInWithPassword(house);
    const sent = await browser.get(logout({ id_token_hint: tokens.id_token, logout_uri: HOME }));
    expect(onwardOf(sent)).toBe(HOME);
    const signIn = { client_id: 'phone', redirect_uri: REDIRECT_URI, response_type: 'code', state: 's' };
    const again = await browser.get(logout(signIn));
    expect(onwardOf(again)).toMatch(/^http:\/\/localhost:\d+\/oauth2\/authorize\?client_id=phone&/);
  });

  it('leads to the registered address where nobody is signed in', async () => {
    const answer = await house.browser().get(logout({ client_id: 'phone', post_logout_redirect_uri: HOME }));
    expect(onwardOf(answer)).toBe(HOME);
  });
});

describe('the end of a sign-out', () => {
  it('O14 leaves no token and no code of the session, and says so once', async () => {
    const { browser, tokens, tenant } = await signInWithPassword(house);
    const held = async () =>
      await house.database.sql('SELECT kind FROM provider_artifact WHERE grant_id IS NOT NULL');
    const before = (await held()).length;
    await browser.get(logout({ id_token_hint: tokens.id_token }));
    expect((await held()).length).toBeLessThan(before);
    const userinfo = await browser.post('/oauth2/userInfo', { access_token: tokens.access_token });
    expect(userinfo.status).toBe(401);
    const ended = (await house.facts(tenant.tenantId)).filter(({ type }) => type === SessionEnded.type);
    expect(ended).toMatchObject([{ data: { reason: 'logout' } }]);
  });

  it('B14 B13 keeps no page, and shows nothing of anybody on the way back', async () => {
    const { browser } = await signInWithPassword(house);
    const asked = await browser.get('/logout');
    const left = await confirm(browser, asked);
    const done = await browser.get('/logout/success');
    const back = await browser.get('/logout');
    for (const page of [asked, left, done, back]) {
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.html).toContain('name="referrer" content="no-referrer"');
    }
    expect(left.status).toBe(200);
    expect(back.html).toContain('You are signed out');
  });
});

describe('a sign-out at the identity provider too', () => {
  it('is no choice for who signed in by password', async () => {
    offersSignOut();
    const { browser } = await signInWithPassword(house);
    expect((await browser.get('/logout')).html).not.toContain('value="provider"');
  });

  it('is no choice where the identity provider offers none, and the page says so', async () => {
    const person = await signInWithPassword(house);
    await byConnection(person);
    const page = await person.browser.get('/logout');
    expect(page.html).not.toContain('value="provider"');
    expect(page.html).toContain('You stay signed in at Our Okta itself.');
    expect(onwardOf(await confirm(person.browser, page, 'provider'))).toMatch(/\/logout\/success$/);
  });

  it('F27 keeps nobody waiting for an identity provider that does not answer', async () => {
    idp.lies.discovery = (honest) => ({ ...honest, delayMs: 4000 });
    const person = await signInWithPassword(house);
    await byConnection(person);
    const before = performance.now();
    expect((await person.browser.get('/logout')).html).toContain('Sign out?');
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('is a choice even where the application has proved which session it means', async () => {
    offersSignOut();
    const person = await signInWithPassword(house);
    await byConnection(person);
    const query = { id_token_hint: person.tokens.id_token, post_logout_redirect_uri: HOME, state: 's' };
    const page = await person.browser.get(logout(query));
    expect(page.html).toContain('Also sign out at Our Okta');
    const left = new URL(onwardOf(await confirm(person.browser, page, 'provider')));
    expect(`${left.origin}${left.pathname}`).toBe(`${idp.issuer}/session/end`);
    expect(Object.fromEntries(left.searchParams)).toEqual({
      client_id: 'portico',
      post_logout_redirect_uri: expect.stringMatching(/\/logout\/done$/),
      logout_hint: expect.stringMatching(/^scout-.*@example\.com$/),
      state: expect.any(String),
    });
    expect(await isSignedIn(person.browser)).toBe(false);
    const state = left.searchParams.get('state') ?? '';
    const stranger = await house.browser().get(`/logout/done?state=${state}`);
    expect(stranger.html).toContain('You are signed out');
    expect(onwardOf(await person.browser.get(`/logout/done?state=${state}`))).toBe(`${HOME}&state=s`);
    expect((await person.browser.get(`/logout/done?state=${state}`)).html).toContain('You are signed out');
  });
});

describe('the way back from the sign-out at the identity provider', () => {
  it('leads on from there only with the state that went there', async () => {
    offersSignOut();
    const person = await signInWithPassword(house);
    await byConnection(person);
    const query = { client_id: 'phone', post_logout_redirect_uri: HOME };
    await confirm(person.browser, await person.browser.get(logout(query)), 'provider');
    const guessed = await person.browser.get('/logout/done?state=guessed');
    expect(guessed.html).toContain('You are signed out');
  });
});

describe('the next sign-in on a browser that has signed out', () => {
  it.each(['identity_provider', 'idp_identifier', 'login_hint'])(
    'goes nowhere by itself for %s',
    async (name) => {
      const person = await signInWithPassword(house);
      const { id } = await byConnection(person);
      await confirm(person.browser, await person.browser.get('/logout'));
      const value = name === 'login_hint' ? 'scout@example.com' : id;
      const { path, page, browser } = await house.openLogin(person.browser, { [name]: value });
      if (name === 'login_hint') {
        expect(page.html).toContain('Sign in to Phone');
        return;
      }
      expect(onwardOf(page)).toBe(`${path}/again`);
      for (let reloads = 0; reloads < 2; reloads += 1)
        expect((await browser.get(`${path}/again`)).html).toContain('Continue to sign in');
      expect(onwardOf(await browser.post(`${path}/again`, {}))).toBe(path);
      expect(onwardOf(await browser.get(path))).toContain(`${idp.issuer}/`);
    },
  );

  it("goes nowhere by itself after an organisation's own link", async () => {
    const person = await signInWithPassword(house);
    await byConnection(person);
    await confirm(person.browser, await person.browser.get('/logout'));
    await person.browser.get(`/sso/${person.tenant.slug}`);
    const { path, page } = await house.openLogin(person.browser);
    expect(onwardOf(page)).toBe(`${path}/again`);
  });
});
