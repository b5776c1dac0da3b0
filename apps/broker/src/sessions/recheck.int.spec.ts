import { jest } from '@jest/globals';
import type { TenantSettings } from '@portico/contracts';
import { seal, toPublicKeySet } from '@portico/secrets';
import { Database, newId } from '@portico/service-kit';
import { aConnectionTo, type HostileIdp, startHostileIdp } from '@portico/testing';
import type { INestApplication } from '@nestjs/common';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import { UpstreamTokenStore } from '../logins/upstream-token.store.js';
import { UpstreamSettings } from '../upstream/upstream-settings.js';
import { RecheckSessions } from './recheck-sessions.js';
import { changeSessions, makeSessions, sessionsOf } from './signed-in.fixture.js';

jest.setTimeout(60_000);

let house: BrokerHouse;
let idp: HostileIdp;
let replicas: INestApplication[];
beforeAll(async () => {
  idp = await startHostileIdp();
  house = await startBrokerHouse({ PORTICO_EGRESS_ALLOW: [idp.origin] });
  replicas = [house.app, (await house.addReplica()).app];
});
afterAll(async () => {
  await house.stop();
  await idp.close();
});
beforeEach(() => {
  idp.reset();
});

/** A company whose connection asks again, and a session of it that is due. */
const aTenant = async (recheckMinutes: number | null = 5) => {
  const [connectionId, company] = [newId(), await house.addTenant()];
  const { tenantId } = company;
  const keys = toPublicKeySet(house.app.get(UpstreamSettings).sealingKeys);
  const sealOf = async (text: string, field: string): Promise<string> =>
    await seal(keys, text, { tenantId, connectionId, field });
  const sealedClientSecret = await sealOf('secret', 'clientSecret');
  const connection = aConnectionTo(idp, { id: connectionId, sealedClientSecret, recheckMinutes });
  const tenant = await house.change(company, { connections: [connection] });
  await makeSessions(house, tenantId, { connectionId });
  await changeSessions(
    house,
    tenantId,
    `UPDATE session SET upstream_issuer = $2, upstream_subject = 'scout' WHERE tenant_id = $1`,
    [idp.issuer],
  );
  const [{ login_id: loginId } = { login_id: '' }] = await sessionsOf(house, tenant);
  const sealedToken = await sealOf('refresh-1', 'refreshToken');
  await house.app.get(Database).inTenant(tenantId, async (tx) => {
    await house.app.get(UpstreamTokenStore).save(tx, { tenantId, loginId }, { sealedToken, minutes: 0 });
  });
  return tenant;
};
const recheck = async (): Promise<void> => {
  await Promise.all(replicas.map(async (replica) => await replica.get(RecheckSessions).run()));
};
const live = async (tenant: TenantSettings): Promise<number> =>
  (await sessionsOf(house, tenant)).filter(({ ended_at: endedAt }) => endedAt === null).length;
/** Minutes until the provider is asked again; none where no token is kept. */
const dueMinutes = async ({ tenantId }: TenantSettings): Promise<number[]> =>
  (
    (await changeSessions(
      house,
      tenantId,
      `SELECT round(extract(epoch FROM due_at - now()) / 60)::int AS minutes
         FROM upstream_token WHERE tenant_id = $1`,
    )) as unknown as { minutes: number }[]
  ).map(({ minutes }) => minutes);

/** The provider refreshes, with an ID token that says so. */
const refreshes = async (claims: Record<string, unknown> = {}, token = 'refresh-2'): Promise<void> => {
  const now = Math.floor(Date.now() / 1000);
  const honest = { iss: idp.issuer, aud: idp.clientId, iat: now, exp: now + 300, sub: 'scout' };
  const idToken = await idp.keys.sign({ alg: 'RS256', kid: idp.keys.kid }, { ...honest, ...claims });
  const tokens = { access_token: 'access', token_type: 'Bearer', expires_in: 300, id_token: idToken };
  idp.lies.token = (reply) => ({ ...reply, status: 200, body: { ...tokens, refresh_token: token } });
};
const sentTokens = (): (string | null)[] =>
  idp.requests.token.map(({ body }) => new URLSearchParams(body).get('refresh_token'));

describe(RecheckSessions.name, () => {
  it('P22 ends the session that the provider no longer knows: invalid_grant', async () => {
    const tenant = await aTenant();
    await recheck();
    expect(await live(tenant)).toBe(0);
    expect(await dueMinutes(tenant)).toEqual([]);
    expect(await house.facts(tenant.tenantId)).toMatchObject([
      { type: 'session.ended', data: { reason: 'provider_refused' } },
    ]);
  });

  it.each([
    ['another sub', { sub: 'jem' }],
    ['another iss', { iss: 'https://idp.example.com' }],
  ])('P22 ends the session and drops the token where the answer is about %s', async (_, claims) => {
    const tenant = await aTenant();
    await refreshes(claims);
    await recheck();
    expect([await live(tenant), await dueMinutes(tenant)]).toEqual([0, []]);
  });

  it.each<[string, () => void]>([
    ['is down', () => (idp.lies.token = (reply) => ({ ...reply, status: 503 }))],
    [
      'refuses the client',
      () => (idp.lies.token = (reply) => ({ ...reply, status: 401, body: { error: 'invalid_client' } })),
    ],
    ['answers nonsense', () => (idp.lies.token = (reply) => ({ ...reply, status: 200, body: {} }))],
  ])('ends nothing where the provider %s, and asks again a minute later', async (_, lie) => {
    const tenant = await aTenant();
    lie();
    await recheck();
    expect([await live(tenant), await dueMinutes(tenant)]).toEqual([1, [1]]);
  });

  it('goes on by the new token where the provider confirms, asked once by two replicas', async () => {
    const tenant = await aTenant();
    await refreshes();
    await recheck();
    expect([await live(tenant), await dueMinutes(tenant)]).toEqual([1, [5]]);
    expect(sentTokens()).toEqual(['refresh-1']);
    await changeSessions(
      house,
      tenant.tenantId,
      'UPDATE upstream_token SET due_at = now() WHERE tenant_id = $1',
    );
    await recheck();
    expect(sentTokens()).toEqual(['refresh-1', 'refresh-2']);
  });

  it('forgets the token where the connection no longer wants to ask, and asks nothing', async () => {
    const tenant = await aTenant(null);
    await recheck();
    expect([await live(tenant), await dueMinutes(tenant), sentTokens()]).toEqual([1, [], []]);
  });
});
