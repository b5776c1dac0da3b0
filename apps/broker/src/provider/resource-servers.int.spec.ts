import { jest } from '@jest/globals';
import { newId } from '@portico/service-kit';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import { TestClient } from '../client.fixture.js';

jest.setTimeout(60_000);

const CALLS = 'https://calls.example.com';
const SECRET = 'urn:example:secret';
const GONE = 'https://gone.example.com';

let house: BrokerHouse;
let client: TestClient;
const resources = [
  { audience: CALLS, scopes: ['calls:read', 'calls:write', 'calls:unknown'] },
  { audience: GONE, scopes: ['all'] },
];
/** Registered, with what has been removed since then from the APIs that it names. */
const register = async (wanted: Record<string, unknown> = {}): Promise<TestClient> => {
  const application = await TestClient.register(house, wanted);
  const sql = 'UPDATE application SET resources = $2 WHERE id = $1';
  await house.database.sql(sql, [application.id, JSON.stringify(resources)]);
  return application;
};

beforeAll(async () => {
  house = await startBrokerHouse();
  for (const audience of [CALLS, SECRET])
    await house.database.sql(
      `INSERT INTO resource_server (id, audience, name, scopes, token_alg) VALUES ($1, $2, 'An API', $3, 'ES256')`,
      [`api-${newId()}`, audience, ['calls:read', 'calls:write', 'calls:delete']],
    );
  client = await register();
});
afterAll(async () => {
  await house.stop();
});

const SCOPE = 'openid calls:read calls:delete calls:unknown';
const signIn = async (overrides: Record<string, string | undefined> = { resource: CALLS, scope: SCOPE }) => {
  const signedIn = await client.signIn(overrides);
  const { body } = await client.redeem(signedIn.code);
  return { ...signedIn, tokens: body };
};
/** As a resource server does it. */
const verify = async (token = '', audience = CALLS) => {
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', house.address));
  return (await jwtVerify(token, keys, { issuer: house.address, audience, typ: 'at+jwt' })).payload;
};

describe('a token for a registered API', () => {
  it('says who, for which application and tenant, and what was both asked for and granted', async () => {
    const { person, sessionId, tokens } = await signIn();
    const payload = await verify(tokens['access_token']);
    expect(payload).toMatchObject({
      sub: person.user.userId,
      client_id: client.id,
      tenant_id: person.user.tenantId,
      roles: ['member'],
      scope: 'calls:read',
      session: sessionId,
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
    expect(decodeProtectedHeader(tokens['access_token'] ?? '')).toMatchObject({
      alg: 'ES256',
      typ: 'at+jwt',
    });
  });

  it('is refreshed for the same API', async () => {
    const { person, tokens } = await signIn();
    person.user.roles = ['tenant_admin'];
    const { body } = await client.refresh(tokens['refresh_token'], { resource: CALLS });
    expect(await verify(body['access_token'])).toMatchObject({
      roles: ['tenant_admin'],
      scope: 'calls:read',
    });
  });

  it('O17 is not refreshed for more than was granted', async () => {
    const { tokens } = await signIn();
    const { status, body } = await client.refresh(tokens['refresh_token'], { scope: `${SCOPE} calls:write` });
    expect({ status, error: body['error'] }).toEqual({ status: 400, error: 'invalid_scope' });
  });

  it('O09 is no token for userinfo, and none that can be introspected or revoked', async () => {
    const { tokens } = await signIn();
    const token = tokens['access_token'];
    expect((await client.userinfo(token)).status).toBe(401);
    for (const path of ['/oauth2/introspect', '/oauth2/revoke'])
      expect(await client.ask(path, { token })).toMatchObject({
        status: 400,
        body: { error: 'unsupported_token_type' },
      });
  });

  it.each([
    ['the application is not registered for', SECRET],
    ['is not registered any longer', GONE],
    ['nobody has registered', 'https://unknown.example.com'],
    ['is no address', 'calls'],
  ])('O17 is refused for one that %s', async (_, resource) => {
    const { browser } = await client.signIn();
    const back = await client.authorize(browser, { resource });
    expect(back.searchParams.get('error')).toBe('invalid_target');
    const { tokens } = await signIn();
    const { status, body } = await client.refresh(tokens['refresh_token'], { resource });
    expect({ status, error: body['error'] }).toEqual({ status: 400, error: 'invalid_target' });
  });

  it('is opaque, and for userinfo alone, where none was asked for', async () => {
    const { tokens } = await signIn({});
    expect(tokens['access_token']).not.toContain('.');
    expect((await client.userinfo(tokens['access_token'])).status).toBe(200);
  });

  it('lives as long as the application is registered for', async () => {
    const brief = await register({ accessTokenSeconds: 60, idTokenSeconds: 120 });
    const { code } = await brief.signIn({ resource: CALLS, scope: SCOPE });
    const { body } = await brief.redeem(code);
    expect(body['expires_in']).toBe(60);
    const { exp = 0, iat = 0 } = decodeJwt(body['id_token'] ?? '');
    expect(exp - iat).toBe(120);
  });
});

describe('a machine', () => {
  const machine = async (wanted: Record<string, unknown> = {}) =>
    await register({ kind: 'machine', ...wanted });
  const ask = async (by: TestClient, fields: Record<string, string>) =>
    await by.ask('/oauth2/token', { grant_type: 'client_credentials', ...fields });

  it('gets a token for an API, with what was both asked for and granted', async () => {
    const by = await machine();
    const { body } = await ask(by, { resource: CALLS, scope: SCOPE });
    const payload = await verify(body['access_token']);
    expect(payload).toMatchObject({ sub: by.id, client_id: by.id, scope: 'calls:read' });
    expect(payload).not.toHaveProperty('tenant_id');
    expect(body).not.toHaveProperty('refresh_token');
  });

  it('of one tenant says of which', async () => {
    const tenantId = newId();
    const { body } = await ask(await machine({ tenantIds: [tenantId] }), {
      resource: CALLS,
      scope: 'calls:read',
    });
    expect(await verify(body['access_token'])).toMatchObject({ tenant_id: tenantId });
  });

  it('O17 is refused a token for an API that it is not registered for', async () => {
    const { status, body } = await ask(await machine(), { resource: SECRET });
    expect({ status, error: body['error'] }).toEqual({ status: 400, error: 'invalid_target' });
  });

  it('O18 is refused every other grant', async () => {
    const by = await machine();
    for (const grant_type of [
      'authorization_code',
      'refresh_token',
      'password',
      'urn:ietf:params:oauth:grant-type:device_code',
    ]) {
      const { status, body } = await by.ask('/oauth2/token', {
        grant_type,
        code: 'x',
        refresh_token: 'x',
        redirect_uri: 'x',
      });
      expect(status).toBe(400);
      expect(body).not.toHaveProperty('access_token');
    }
  });
});
