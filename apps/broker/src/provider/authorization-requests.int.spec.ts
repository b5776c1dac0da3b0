import { jest } from '@jest/globals';
import { newId } from '@portico/service-kit';
import { decodeJwt } from 'jose';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import { TestClient } from '../client.fixture.js';

jest.setTimeout(60_000);

let house: BrokerHouse;
let client: TestClient;
beforeAll(async () => {
  house = await startBrokerHouse();
  client = await TestClient.register(house);
});
afterAll(async () => {
  await house.stop();
});

const pushed = async (by = client, overrides: Record<string, string | undefined> = {}) => {
  const fields = Object.fromEntries(new URL(by.authorizePath(overrides), house.address).searchParams);
  return await by.ask('/oauth2/par', fields);
};
const byRequestUri = (by: TestClient, uri = ''): string =>
  `/oauth2/authorize?${new URLSearchParams({ client_id: by.id, request_uri: uri }).toString()}`;

describe('a pushed authorization request', () => {
  it('signs somebody in without anything else in the address, once', async () => {
    const { browser } = await client.signIn();
    const { status, body } = await pushed();
    expect(status).toBe(201);
    const path = byRequestUri(client, body['request_uri']);
    const back = new URL((await browser.get(path)).headers.get('location') ?? '');
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      state: 'state-of-the-application',
      iss: house.address,
    });
    expect((await client.redeem(back.searchParams.get('code') ?? '')).status).toBe(200);
    const again = new URL((await browser.get(path)).headers.get('location') ?? '');
    expect(again.searchParams.get('error')).toBe('invalid_request_uri');
  });

  it('is refused to whoever cannot prove to be the application', async () => {
    const guess = new TestClient(house, client.id, 'guess', client.redirectUri);
    expect(await pushed(guess)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it.each([
    ['O01 another redirect URI', { redirect_uri: 'https://attacker.example/' }],
    ['O07 no PKCE challenge', { code_challenge: undefined, code_challenge_method: undefined }],
    ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }],
    ['a request URI', { request_uri: 'https://phone.example.com/request' }],
  ])('is refused with %s', async (_, overrides) => {
    expect((await pushed(client, overrides)).status).toBe(400);
  });

  it('O08 B16 is of no use to another application', async () => {
    const other = await TestClient.register(house);
    const { body } = await pushed();
    const { reason, headers } = await house.browser().get(byRequestUri(other, body['request_uri']));
    expect(reason ?? new URL(headers.get('location') ?? '').searchParams.get('error')).toMatch(
      /^(application_request_invalid|invalid_request)/,
    );
  });
});

describe('an authorization request is refused', () => {
  it.each([
    [
      'a request URI of the application',
      { request_uri: 'https://phone.example.com/request' },
      'request_uri_not_supported',
    ],
    ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    ['an API that is not registered', { resource: 'https://unknown.example.com' }, 'invalid_target'],
  ])('with %s', async (_, overrides, error) => {
    const { html, headers } = await house.browser().get(client.authorizePath(overrides));
    const location = headers.get('location');
    if (location === null) expect(html).toContain(error);
    else expect(new URL(location).searchParams.get('error')).toBe(error);
  });

  it.each([
    [
      'a private-use scheme with more behind it',
      'com.example.phone:/callback',
      'com.example.phone:/callback/more',
    ],
    ['another scheme', 'com.example.phone:/callback', 'com.example.fone:/callback'],
    ['another path on a loopback port', 'http://127.0.0.1:1/callback', 'http://127.0.0.1:2/other'],
    ['another loopback name', 'http://127.0.0.1:1/callback', 'http://localhost:1/callback'],
    [
      'another port of a host',
      'https://phone.example.com/callback',
      'https://phone.example.com:444/callback',
    ],
  ])('O01 of a native application with %s', async (_, registered, asked) => {
    const native = await TestClient.register(house, { kind: 'public', redirectUris: [registered] });
    const answer = await house.browser().get(native.authorizePath({ redirect_uri: asked }));
    expect(answer.reason).toBe('application_request_invalid');
    expect(answer.headers.get('location')).toBeNull();
  });

  it('O01 of a confidential application with another loopback port', async () => {
    const answer = await house
      .browser()
      .get(client.authorizePath({ redirect_uri: 'http://localhost:10/callback' }));
    expect(answer.reason).toBe('application_request_invalid');
  });
});

it.each([
  ['com.example.phone:/callback', 'com.example.phone:/callback'],
  ['http://127.0.0.1:1/callback', 'http://127.0.0.1:54321/callback'],
])('signs in to a native application at %s, which listens at %s', async (registered, listening) => {
  const native = await TestClient.register(house, { kind: 'public', redirectUris: [registered] });
  const { browser } = await client.signIn();
  const back = await native.authorize(browser, { redirect_uri: listening });
  expect(back.href.startsWith(listening)).toBe(true);
  const { status } = await native.redeem(back.searchParams.get('code') ?? '', { redirect_uri: listening });
  expect(status).toBe(200);
});

describe('a hint at who it is', () => {
  const hintOf = async () => {
    const signedIn = await client.signIn();
    const { body } = await client.redeem(signedIn.code);
    return { ...signedIn, hint: body['id_token'] ?? '' };
  };

  it('is met by the same person without a word', async () => {
    const { browser, hint } = await hintOf();
    const back = await client.authorize(browser, { id_token_hint: hint, prompt: 'none' });
    expect(back.searchParams.get('code')).toBeTruthy();
  });

  it('asks another person to sign in, and says so where nobody may be asked', async () => {
    const { hint } = await hintOf();
    const { browser } = await client.signIn();
    const back = await client.authorize(browser, { id_token_hint: hint, prompt: 'none' });
    expect(back.searchParams.get('error')).toBe('login_required');
    expect((await client.authorize(browser, { id_token_hint: hint })).pathname).toMatch(/^\/login\//);
  });

  it('is told to the application where another person has just signed in', async () => {
    const { hint } = await hintOf();
    await expect(client.signIn({ id_token_hint: hint })).resolves.toMatchObject({ code: '' });
  });

  it.each(['nonsense', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'])('is refused where it is %s', async (hint) => {
    const back = await client.authorize(house.browser(), { id_token_hint: hint });
    expect(back.searchParams.get('error')).toBe('invalid_request');
  });
});

it('O17 says of a person what is so, whatever claims are asked for', async () => {
  const wanted = { tenant_id: { value: newId(), essential: true }, roles: { value: ['operator'] } };
  const claims = JSON.stringify({ id_token: wanted, userinfo: wanted });
  const { tenant, code } = await client.signIn({ claims });
  const { body } = await client.redeem(code);
  const truth = { tenant_id: tenant.tenantId, roles: ['member'] };
  expect(decodeJwt(body['id_token'] ?? '')).toMatchObject(truth);
  expect((await client.userinfo(body['access_token'])).body).toMatchObject(truth);
});

describe('discovery', () => {
  it('O19 names what there is and nothing else', async () => {
    const metadata = (await (
      await fetch(`${house.address}/.well-known/openid-configuration`)
    ).json()) as Record<string, unknown>;
    const at = (path: string): string => `${house.address}${path}`;
    expect(metadata).toMatchObject({
      issuer: house.address,
      authorization_endpoint: at('/oauth2/authorize'),
      token_endpoint: at('/oauth2/token'),
      userinfo_endpoint: at('/oauth2/userInfo'),
      revocation_endpoint: at('/oauth2/revoke'),
      introspection_endpoint: at('/oauth2/introspect'),
      pushed_authorization_request_endpoint: at('/oauth2/par'),
      end_session_endpoint: at('/logout'),
      grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      request_uri_parameter_supported: false,
      token_endpoint_auth_methods_supported: [
        'client_secret_basic',
        'client_secret_post',
        'private_key_jwt',
        'none',
      ],
    });
    const foreign = Object.keys(metadata).filter((name) =>
      /registration|device|backchannel_auth|dpop|request_obj|check_session/.test(name),
    );
    expect(foreign).toEqual([]);
  });

  it.each([
    '/reg',
    '/register',
    '/device',
    '/device/auth',
    '/backchannel',
    '/request',
    '/me',
    '/token',
    '/oauth2/device',
  ])('O19 has nothing at %s', async (path) => {
    for (const method of ['GET', 'POST'])
      expect((await fetch(new URL(path, house.address), { method })).status).toBe(404);
  });

  it.each(['/oauth2/token', '/oauth2/par', '/oauth2/revoke', '/oauth2/introspect', '/oauth2/authorize/x/y'])(
    'O19 answers to nobody who asks for %s as a page',
    async (path) => {
      expect((await fetch(new URL(path, house.address))).status).toBe(404);
    },
  );
});

describe('O20 a page', () => {
  const ORIGIN = 'https://spa.example.com';
  let spa: TestClient;
  beforeAll(async () => {
    spa = await TestClient.register(house, {
      kind: 'public',
      redirectUris: [`${ORIGIN}/callback`, 'com.example.spa:/callback'],
    });
  });

  const allowed = (headers: Headers): string | null => headers.get('access-control-allow-origin');
  const ask = async (path: string, origin: string, by = spa) => {
    const fields = path.endsWith('token')
      ? { grant_type: 'authorization_code', code: 'none', redirect_uri: by.redirectUri }
      : { token: 'none' };
    return await by.ask(path, fields, { origin });
  };

  it.each(['/oauth2/token', '/oauth2/revoke'])(
    'of the application may read what %s answers',
    async (path) => {
      expect(allowed((await ask(path, ORIGIN)).headers)).toBe(ORIGIN);
    },
  );

  it.each([
    'null',
    'https://attacker.example',
    `${ORIGIN}.attacker.example`,
    'http://spa.example.com',
    'com.example.spa://',
  ])('of the origin %s may not', async (origin) => {
    for (const path of ['/oauth2/token', '/oauth2/revoke', '/oauth2/introspect'])
      expect(allowed((await ask(path, origin)).headers)).toBeNull();
  });

  it('of a confidential application may not, nor of one that is not known', async () => {
    const web = await TestClient.register(house, { redirectUris: [`${ORIGIN}/web`] });
    expect(allowed((await ask('/oauth2/token', ORIGIN, web)).headers)).toBeNull();
    const nobody = new TestClient(house, `app-${newId()}`);
    expect(allowed((await ask('/oauth2/token', ORIGIN, nobody)).headers)).toBeNull();
  });

  it('may read what userinfo answers to a token of its own application', async () => {
    const { browser } = await client.signIn();
    const back = await spa.authorize(browser);
    const { body } = await spa.redeem(back.searchParams.get('code') ?? '');
    const userinfo = async (origin: string) =>
      await spa.send(
        '/oauth2/userInfo',
        {},
        { authorization: `Bearer ${body['access_token'] ?? ''}`, origin },
      );
    expect(allowed((await userinfo(ORIGIN)).headers)).toBe(ORIGIN);
    for (const origin of ['null', 'https://attacker.example'])
      expect(allowed((await userinfo(origin)).headers)).toBeNull();
  });

  it('never reads an authorization', async () => {
    for (const method of ['GET', 'OPTIONS']) {
      const answer = await fetch(new URL(spa.authorizePath(), house.address), {
        method,
        headers: { origin: ORIGIN, 'access-control-request-method': 'GET' },
        redirect: 'manual',
      });
      expect(allowed(answer.headers)).toBeNull();
    }
  });

  it.each([
    [ORIGIN, ORIGIN],
    ['null', null],
    ['https://attacker.example', null],
    ['https://spa.example', null],
  ])('of the origin %s is told before it asks: %s', async (origin, expected) => {
    for (const path of ['/oauth2/token', '/oauth2/userInfo', '/oauth2/revoke', '/oauth2/par']) {
      const headers = {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      };
      const answer = await fetch(new URL(path, house.address), { method: 'OPTIONS', headers });
      expect(allowed(answer.headers)).toBe(expected);
    }
  });
});
