import { jest } from '@jest/globals';
import type { SessionLifetimes } from '@portico/contracts';
import { type BrokerHouse, REDIRECT_URI, startBrokerHouse } from '../broker-house.fixture.js';
import { changeSessions, redeem, sessionsOf, signIn, type SignedIn, userinfo } from './signed-in.fixture.js';

jest.setTimeout(60_000);

let house: BrokerHouse;
beforeAll(async () => {
  house = await startBrokerHouse();
});
afterAll(async () => {
  await house.stop();
});

const isSignedIn = async ({ browser }: SignedIn): Promise<boolean> =>
  (await house.openLogin(browser)).path === new URL(REDIRECT_URI).pathname;

/** Lets a tenant's sessions be so old, and unused for so long. */
const age = async (
  { tenant: { tenantId } }: SignedIn,
  { hours, idleMinutes = 0 }: { hours: number; idleMinutes?: number },
): Promise<void> => {
  await changeSessions(
    house,
    tenantId,
    `UPDATE session SET started_at = now() - make_interval(hours => $2),
       last_used_at = now() - make_interval(mins => $3) WHERE tenant_id = $1`,
    [hours, idleMinutes],
  );
};

describe('how long a session lives', () => {
  it.each<[string, SessionLifetimes, Parameters<typeof age>[1]]>([
    ['older than the absolute lifetime', { absoluteSeconds: 3600, idleSeconds: null }, { hours: 1 }],
    ['unused for the idle one', { absoluteSeconds: 7200, idleSeconds: 600 }, { hours: 1, idleMinutes: 10 }],
  ])('is over at every door once it is %s, by the settings of now', async (_, sessions, ago) => {
    const held = await signIn(house);
    const { access_token: token } = await redeem(held.browser, held.code);
    await age(held, ago);
    expect(await userinfo(held.browser, token)).toBe(200);
    await age(held, ago);
    await house.change(held.tenant, { sessions });
    expect(await userinfo(held.browser, token)).toBe(401);
    expect(await isSignedIn(held)).toBe(false);
  });

  it('redeems no code of a session that is over', async () => {
    const held = await signIn(house);
    await age(held, { hours: 12 });
    expect(await redeem(held.browser, held.code)).toMatchObject({ error: 'invalid_grant' });
  });

  it('is longer once the tenant says so, for sessions that are there already', async () => {
    const held = await signIn(house);
    await age(held, { hours: 13 });
    await house.change(held.tenant, { sessions: { absoluteSeconds: 90 * 24 * 3600, idleSeconds: null } });
    expect(await isSignedIn(held)).toBe(true);
  });

  it('counts from the last use, which is noted once a minute and no more often', async () => {
    const sessions = { absoluteSeconds: 7200, idleSeconds: 600 };
    const held = await signIn(house, { tenant: await house.addTenant({ sessions }) });
    const before = await sessionsOf(house, held.tenant);
    const { access_token: token } = await redeem(held.browser, held.code);
    expect(await sessionsOf(house, held.tenant)).toEqual(before);
    await age(held, { hours: 1, idleMinutes: 9 });
    expect(await userinfo(held.browser, token)).toBe(200);
    const [row] = await sessionsOf(house, held.tenant);
    expect(Date.now() - Number(row?.last_used_at)).toBeLessThan(60_000);
    expect(await isSignedIn(held)).toBe(true);
  });
});

describe('the cookie of a session', () => {
  it('outlives every lifetime that a tenant may choose, and does not stay without one', async () => {
    await signIn(house);
    const kept = await house.database.sql<{ signedIn: boolean; days: number }>(
      `SELECT payload ? 'accountId' AS "signedIn", extract(epoch FROM max(expires_at) - now()) / 86400 AS days
         FROM provider_artifact WHERE kind = 'Session' GROUP BY 1`,
    );
    for (const { signedIn, days } of kept) expect(Math.round(days)).toBe(signedIn ? 90 : 0);
    expect(kept.some(({ signedIn }) => signedIn)).toBe(true);
  });
});
