import { jest } from '@jest/globals';
import type { ConnectionSettings } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import { TestClient } from '../client.fixture.js';
import { EndSession } from '../sessions/end-session.js';

jest.setTimeout(60_000);

const enforced = {
  id: newId(),
  provider: 'okta',
  mode: 'enforced',
  issuer: 'https://idp.example.com',
  clientId: 'portico',
} as ConnectionSettings;
const INACTIVE = { status: 200, body: { active: false } };

let house: BrokerHouse;
let client: TestClient;
let native: TestClient;
beforeAll(async () => {
  house = await startBrokerHouse();
  client = await TestClient.register(house);
  native = await TestClient.register(house, { kind: 'public' });
});
afterAll(async () => {
  await house.stop();
});

const signIn = async (application = client) => {
  const signedIn = await application.signIn();
  const { body } = await application.redeem(signedIn.code);
  return { ...signedIn, access: body['access_token'], refresh: body['refresh_token'] };
};
const introspect = async (by: TestClient, token: string | undefined) =>
  await by.ask('/oauth2/introspect', { token });
const revoke = async (by: TestClient, token: string | undefined) => await by.ask('/oauth2/revoke', { token });

describe('introspection', () => {
  it('tells an application of its own tokens', async () => {
    const { person, access, refresh } = await signIn();
    expect((await introspect(client, access)).body).toMatchObject({
      active: true,
      client_id: client.id,
      sub: person.user.userId,
      tenant_id: person.user.tenantId,
      iss: house.address,
    });
    expect((await introspect(client, refresh)).body).toMatchObject({ active: true, client_id: client.id });
  });

  it('O09 tells nobody of the tokens of another application', async () => {
    const { access, refresh } = await signIn();
    const other = await TestClient.register(house);
    for (const token of [access, refresh]) expect(await introspect(other, token)).toMatchObject(INACTIVE);
  });

  it('O09 tells an application that cannot prove who it is nothing, not even of its own', async () => {
    const { access } = await signIn(native);
    expect(await introspect(native, access)).toMatchObject(INACTIVE);
  });

  it('O09 is refused to whoever is no application', async () => {
    const { access } = await signIn();
    expect((await client.send('/oauth2/introspect', { token: access })).status).toBe(400);
    const guess = new TestClient(house, client.id, 'guess');
    expect((await introspect(guess, access)).status).toBe(401);
  });

  it.each(['', 'a'.repeat(43)])('tells of no token %j', async (token) => {
    const { status, body } = await introspect(client, token);
    expect([body['active'], status]).toEqual(token ? [false, 200] : [undefined, 400]);
  });
});

describe('what is no longer allowed is neither told of nor answered to', () => {
  type SignedIn = Awaited<ReturnType<typeof signIn>>;
  it.each<[string, (signedIn: SignedIn) => Promise<unknown>]>([
    [
      'E05 once the settings forbid the way in',
      async ({ tenant }) => await house.change(tenant, { connections: [enforced] }),
    ],
    [
      'E06 once the connection is off that the session was made by',
      async ({ tenant, sessionId }) => {
        await moveToConnection(tenant.tenantId, sessionId, enforced.id);
        await house.change(tenant, { connections: [{ ...enforced, mode: 'off' }] });
      },
    ],
    [
      'once the user is deactivated',
      async ({ person }) => {
        person.user.status = 'deactivated';
        await Promise.resolve();
      },
    ],
    [
      'O14 once the session has ended',
      async ({ sessionId }) => await house.app.get(EndSession).run(sessionId, 'logout'),
    ],
  ])('%s', async (_, end) => {
    const signedIn = await signIn();
    const { access, refresh } = signedIn;
    expect((await client.userinfo(access)).status).toBe(200);
    await end(signedIn);
    expect(await client.userinfo(access)).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    expect(await introspect(client, access)).toMatchObject(INACTIVE);
    expect(await introspect(client, refresh)).toMatchObject(INACTIVE);
    expect(await client.refresh(refresh)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('E06 O08 a code whose session another connection has made than the application admits', async () => {
    const picky = await TestClient.register(house, { connectionIds: [newId()] });
    const { tenant, sessionId, code } = await picky.signIn();
    await moveToConnection(tenant.tenantId, sessionId, enforced.id);
    await house.change(tenant, { connections: [{ ...enforced, mode: 'enabled' }] });
    expect(await picky.redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('O08 a refresh in a session of a connection that the application no longer admits, nor a new code', async () => {
    const picky = await TestClient.register(house, { connectionIds: [enforced.id] });
    const { tenant, sessionId, browser, access, refresh } = await signIn(picky);
    await moveToConnection(tenant.tenantId, sessionId, enforced.id);
    await house.change(tenant, { connections: [{ ...enforced, mode: 'enabled' }] });
    expect((await picky.userinfo(access)).status).toBe(200);
    await house.database.sql('UPDATE application SET connection_ids = $2 WHERE id = $1', [
      picky.id,
      [newId()],
    ]);
    // An application is remembered for two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect((await picky.userinfo(access)).status).toBe(401);
    expect(await picky.refresh(refresh)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const back = await picky.authorize(browser, { prompt: 'none' });
    expect(back.searchParams.get('error')).toBe('login_required');
  });

  it('O09 a session of another tenant than the application admits: no code, and no token by its code', async () => {
    const { browser } = await client.signIn();
    const elsewhere = await TestClient.register(house, { tenantIds: [newId()] });
    const back = await elsewhere.authorize(browser, { prompt: 'none' });
    expect(back.searchParams.get('error')).toBe('login_required');
    expect((await elsewhere.authorize(browser)).pathname).toMatch(/^\/login\//);
    const { code } = await client.signIn();
    expect(await elsewhere.redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  const moveToConnection = async (
    tenantId: string,
    sessionId: string,
    connectionId: string,
  ): Promise<void> => {
    const sql = `UPDATE session SET method = 'sso', connection_id = $3 WHERE tenant_id = $1 AND uid = $2`;
    await house.app
      .get(Database)
      .inTenant(tenantId, async (tx) => await tx.query(sql, [tenantId, sessionId, connectionId]));
  };
});

describe('revocation', () => {
  it.each(['access', 'refresh'] as const)(
    'ends everything of the grant by its %s token, and tells it',
    async (kind) => {
      const signedIn = await signIn();
      expect((await revoke(client, signedIn[kind])).status).toBe(200);
      expect((await client.userinfo(signedIn.access)).status).toBe(401);
      expect(await introspect(client, signedIn.refresh)).toMatchObject(INACTIVE);
      expect((await client.refresh(signedIn.refresh)).status).toBe(400);
      expect((await revoke(client, signedIn[kind])).status).toBe(200);
      const told = (await house.facts(signedIn.tenant.tenantId)).filter(
        ({ type }) => type === 'session.grant.revoked',
      );
      expect(told.map(({ data }) => data)).toEqual([
        expect.objectContaining({
          reason: 'revoked',
          applicationId: client.id,
          sessionId: signedIn.sessionId,
        }),
      ]);
    },
  );

  it('is for public applications too', async () => {
    const { access } = await signIn(native);
    expect((await revoke(native, access)).status).toBe(200);
    expect((await native.userinfo(access)).status).toBe(401);
  });

  it('O09 leaves the tokens of other applications alone', async () => {
    const { access, refresh } = await signIn();
    const other = await TestClient.register(house);
    for (const by of [other, native])
      for (const token of [access, refresh]) expect([200, 400]).toContain((await revoke(by, token)).status);
    expect((await client.userinfo(access)).status).toBe(200);
    expect((await client.refresh(refresh)).status).toBe(200);
  });
});
