import { jest } from '@jest/globals';
import { API_AUDIENCE, type ConnectionSettings, VerifyToken } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { decodeJwt } from 'jose';
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
const INVALID_GRANT = { status: 400, body: { error: 'invalid_grant' } };

let house: BrokerHouse;
let client: TestClient;
beforeAll(async () => {
  house = await startBrokerHouse();
  client = await TestClient.register(house);
});
afterAll(async () => {
  await house.stop();
});

/** Somebody signed in, with the first tokens. */
const signIn = async (application = client) => {
  const signedIn = await application.signIn();
  const { body } = await application.redeem(signedIn.code);
  return { ...signedIn, tokens: body };
};

const revocationsOf = async (tenantId: string): Promise<unknown[]> =>
  (await house.facts(tenantId))
    .filter(({ type }) => type === 'session.grant.revoked')
    .map(({ data }) => data);

describe('a refresh token', () => {
  it.each([
    ['that nobody has issued', async () => await client.refresh('a'.repeat(43))],
    [
      'of another application',
      async () => {
        const other = await TestClient.register(house);
        return await other.refresh((await signIn()).tokens['refresh_token']);
      },
    ],
    [
      'with a scope that it was not issued for',
      async () => {
        const { code } = await client.signIn({ scope: 'openid' });
        const { body } = await client.redeem(code);
        return await client.refresh(body['refresh_token'], { scope: 'openid email' });
      },
    ],
  ])('O17 is refused %s', async (_, ask) => {
    const { status, body } = await ask();
    expect(status).toBe(400);
    expect(['invalid_grant', 'invalid_scope']).toContain(body['error']);
    expect(body['access_token']).toBeUndefined();
  });

  it('is not issued to an application that is registered without', async () => {
    const without = await TestClient.register(house, { refreshTokenSeconds: null });
    expect((await signIn(without)).tokens).not.toHaveProperty('refresh_token');
  });

  it.each([{}, { scope: 'openid offline_access' }, { scope: 'openid offline_access', prompt: 'consent' }])(
    'is issued to every other one, asked for by %j',
    async (overrides) => {
      const { code } = await client.signIn(overrides);
      expect((await client.redeem(code)).body['refresh_token']).toEqual(expect.any(String));
    },
  );

  it('brings tokens of the person as they are now', async () => {
    const { person, tokens } = await signIn();
    Object.assign(person.user, { name: 'Jean Louise', roles: ['tenant_admin'], email: 'jean@example.com' });
    const { body } = await client.refresh(tokens['refresh_token']);
    expect(decodeJwt(body['id_token'] ?? '')).toMatchObject({
      sub: person.user.userId,
      name: 'Jean Louise',
      roles: ['tenant_admin'],
      email: 'jean@example.com',
    });
    expect((await client.userinfo(body['access_token'])).body).toMatchObject({ name: 'Jean Louise' });
  });

  it('is another after each use, and lives no longer for it', async () => {
    const { person, tokens } = await signIn();
    const mine = `kind = 'RefreshToken' AND payload->>'accountId' = $1`;
    // An hour before its end.
    await house.database.sql(
      `UPDATE provider_artifact SET payload = jsonb_set(payload, '{exp}', to_jsonb(extract(epoch FROM now())::int + 3600))
        WHERE ${mine}`,
      [person.user.userId],
    );
    const { body } = await client.refresh(tokens['refresh_token']);
    expect(body['refresh_token']).not.toBe(tokens['refresh_token']);
    const [latest] = await house.database.sql<{ seconds: number }>(
      `SELECT extract(epoch FROM min(expires_at) - now())::int AS seconds FROM provider_artifact WHERE ${mine}`,
      [person.user.userId],
    );
    expect(latest?.seconds).toBeLessThan(3700);
    expect(latest?.seconds).toBeGreaterThan(3500);
  });
});

describe('O05 a refresh token that is used a second time', () => {
  it('ends the grant, tells it once, and leaves the session', async () => {
    const { tenant, person, browser, tokens } = await signIn();
    const { body: next } = await client.refresh(tokens['refresh_token']);
    expect(await client.refresh(tokens['refresh_token'])).toMatchObject(INVALID_GRANT);
    expect(await client.refresh(tokens['refresh_token'])).toMatchObject(INVALID_GRANT);
    expect(await client.refresh(next['refresh_token'])).toMatchObject(INVALID_GRANT);
    expect((await client.userinfo(next['access_token'])).status).toBe(401);
    expect((await client.userinfo(tokens['access_token'])).status).toBe(401);
    expect(await revocationsOf(tenant.tenantId)).toEqual([
      expect.objectContaining({
        userId: person.user.userId,
        applicationId: client.id,
        reason: 'refresh_token_reused',
      }),
    ]);
    // O06: nobody is asked anything; the application gets a new grant by itself.
    const back = await client.authorize(browser, { prompt: 'none' });
    const { body: anew } = await client.redeem(back.searchParams.get('code') ?? '');
    expect((await client.refresh(anew['refresh_token'])).status).toBe(200);
  });

  it('ends the token for the APIs too, although it is a JWT', async () => {
    const application = await TestClient.register(house, { apiScopes: ['users:read'] });
    const resource = { resource: API_AUDIENCE };
    const { code } = await application.signIn({ ...resource, scope: 'openid users:read' });
    const { body } = await application.redeem(code, resource);
    const principalOf = async () =>
      (await house.askBroker(VerifyToken, { token: body['access_token'] ?? '' })).principal;
    expect(await principalOf()).toMatchObject({ kind: 'user', scopes: ['users:read'] });
    await application.refresh(body['refresh_token']);
    expect(await principalOf()).not.toBeNull();
    await application.refresh(body['refresh_token']);
    expect(await principalOf()).toBeNull();
  });

  it('leaves the grants of other applications', async () => {
    const other = await TestClient.register(house);
    const { browser, tokens } = await signIn();
    const back = await other.authorize(browser);
    const { body: others } = await other.redeem(back.searchParams.get('code') ?? '');
    await client.refresh(tokens['refresh_token']);
    await client.refresh(tokens['refresh_token']);
    expect((await other.refresh(others['refresh_token'])).status).toBe(200);
  });

  it('O04 lets one of ten at once through, and ends what that one got', async () => {
    const { tenant, tokens } = await signIn();
    const answers = await Promise.all(
      Array.from({ length: 10 }, async () => await client.refresh(tokens['refresh_token'])),
    );
    const [winner, ...others] = answers.filter(({ status }) => status === 200);
    expect(others).toEqual([]);
    for (const answer of answers) if (answer !== winner) expect(answer).toMatchObject(INVALID_GRANT);
    expect(await client.refresh(winner?.body['refresh_token'])).toMatchObject(INVALID_GRANT);
    expect(await revocationsOf(tenant.tenantId)).toHaveLength(1);
  });
});

describe('a refresh token is refused once', () => {
  it('E05 the settings no longer allow the way in', async () => {
    const { tenant, tokens } = await signIn();
    await house.change(tenant, { connections: [enforced] });
    expect(await client.refresh(tokens['refresh_token'])).toMatchObject(INVALID_GRANT);
  });

  it('the user is deactivated', async () => {
    const { person, tokens } = await signIn();
    person.user.status = 'deactivated';
    expect(await client.refresh(tokens['refresh_token'])).toMatchObject(INVALID_GRANT);
    expect((await client.userinfo(tokens['access_token'])).status).toBe(401);
  });

  it('O14 the session has ended, and nobody is told of a grant', async () => {
    const { tenant, sessionId, tokens } = await signIn();
    await house.app.get(EndSession).run(sessionId, 'logout');
    expect(await client.refresh(tokens['refresh_token'])).toMatchObject(INVALID_GRANT);
    expect(await revocationsOf(tenant.tenantId)).toEqual([]);
  });
});
