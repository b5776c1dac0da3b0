import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Database } from '@portico/service-kit';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import { EndSession } from '../sessions/end-session.js';
import { signInWithPassword } from '../signed-in.fixture.js';
import { DeliverLogouts } from './deliver-logouts.js';
import { type Listener, startListener } from './listener.fixture.js';

jest.setTimeout(60_000);

let listener: Listener;
let house: BrokerHouse;
beforeAll(async () => {
  listener = await startListener();
  house = await startBrokerHouse({ PORTICO_APPLICATION_ALLOW: [listener.url] });
  await listenAt(listener.url);
});
afterAll(async () => {
  await house.stop();
  await listener.close();
});
beforeEach(() => {
  listener.requests.length = 0;
  listener.behave(200);
});

/** Where `phone` listens, from two seconds later on: what the broker remembers of an application is that old at most. */
const listenAt = async (url: string): Promise<void> => {
  await house.database.sql(`UPDATE application SET backchannel_logout_uri = $1 WHERE id = 'phone'`, [url]);
};

interface Row {
  attempts: number;
  fault: string | null;
  delivered: boolean;
  givenUp: boolean;
}

const inTenant = async <T>(tenantId: string, sql: string): Promise<T> =>
  await house.app.get(Database).inTenant(tenantId, async (tx) => await tx.query<T>(sql));

/** The tenant's one delivery, as soon as it is so. */
const until = async (tenantId: string, holds: (row: Row) => boolean): Promise<Row | undefined> => {
  for (let tries = 0; ; tries += 1) {
    const [row] = await inTenant<Row[]>(
      tenantId,
      `SELECT attempts, fault, delivered_at IS NOT NULL AS delivered, given_up_at IS NOT NULL AS "givenUp"
         FROM logout_delivery`,
    );
    if ((row && holds(row)) || tries > 200) return row;
    await sleep(25);
  }
};
const delivered = async (tenantId: string) => await until(tenantId, (row) => row.delivered);
const faulted = async (tenantId: string) => await until(tenantId, ({ fault }) => fault !== null);

/** Has the next try now, as if so many hours had passed. */
const wait = async (tenantId: string, hours = 0): Promise<void> => {
  await inTenant(
    tenantId,
    `UPDATE logout_delivery
        SET next_try_at = now(), created_at = created_at - interval '${String(hours)} hours'`,
  );
  await house.app.get(DeliverLogouts).run();
};

/** A session that has just ended, with what its application was told about it at the sign-in. */
const endOne = async () => {
  const person = await signInWithPassword(house);
  const { tenantId } = person.tenant;
  const [session] = await inTenant<{ uid: string }[]>(tenantId, 'SELECT uid FROM session');
  await house.app.get(EndSession).run(session?.uid ?? '', 'logout');
  return { ...person, tenantId };
};

describe('back-channel logout', () => {
  it('S14 asks no private address that the deployment does not allow, and says so', async () => {
    await listenAt(listener.url.replace('127.0.0.1', 'localhost'));
    const { tenantId } = await endOne();
    expect(await faulted(tenantId)).toMatchObject({
      attempts: 1,
      fault: expect.stringContaining('insecure'),
    });
    expect(listener.requests).toEqual([]);
    await listenAt(listener.url);
    await sleep(2000);
    await wait(tenantId);
    expect(await delivered(tenantId)).toMatchObject({ delivered: true });
  });

  it.each([302, 400, 500])('O15 does not take %s for an acceptance, and tries again', async (status) => {
    listener.behave(status);
    const { tenantId } = await endOne();
    expect(await faulted(tenantId)).toMatchObject({ attempts: 1, delivered: false, givenUp: false });
    listener.behave(204);
    await wait(tenantId);
    expect(await delivered(tenantId)).toMatchObject({ attempts: 2, fault: null, delivered: true });
    expect(listener.requests).toHaveLength(2);
  });

  it('O15 gives up on an application that has not accepted within a day, not before', async () => {
    listener.behave(500);
    const { tenantId } = await endOne();
    await faulted(tenantId);
    await wait(tenantId, 23.9);
    expect(await until(tenantId, ({ attempts }) => attempts > 1)).toMatchObject({ givenUp: false });
    await wait(tenantId, 0.1);
    expect(await until(tenantId, ({ givenUp }) => givenUp)).toMatchObject({
      delivered: false,
      givenUp: true,
    });
  });

  it('F27 lets an application that hangs keep nobody waiting, neither who signs out nor who is told next', async () => {
    listener.behave('hangs');
    const { browser, tenant } = await signInWithPassword(house);
    const { tenantId } = tenant;
    const before = performance.now();
    const { html } = await browser.get('/logout');
    const [, xsrf = ''] = /name="xsrf" value="([^"]*)"/.exec(html) ?? [];
    expect((await browser.post('/logout/confirm', { xsrf, logout: 'yes' })).status).toBe(200);
    expect(performance.now() - before).toBeLessThan(2000);
    expect(await faulted(tenantId)).toMatchObject({
      fault: expect.stringContaining('timeout'),
      givenUp: false,
    });
    await wait(tenantId);
    expect(listener.requests).toHaveLength(1);
    listener.behave(200);
    expect(await delivered(tenantId)).toMatchObject({ delivered: true });
  });

  it('O15 tells once what three rounds find at the same time', async () => {
    const people = await Promise.all([endOne(), endOne(), endOne()]);
    const rounds = [1, 2, 3].map(async () => await house.app.get(DeliverLogouts).run());
    await Promise.all([...rounds, ...people.map(async ({ tenantId }) => await delivered(tenantId))]);
    expect(listener.requests).toHaveLength(3);
  });

  it('sends a logout token that names the session as the ID token did', async () => {
    const { claims, userId, tenantId } = await endOne();
    await delivered(tenantId);
    const [request] = listener.requests;
    expect(request?.contentType).toMatch(/^application\/x-www-form-urlencoded/);
    const token = new URLSearchParams(request?.body).get('logout_token') ?? '';
    const issuer = claims.iss ?? '';
    const { payload, protectedHeader } = await jwtVerify(
      token,
      createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`)),
      { issuer, audience: 'phone', typ: 'logout+jwt' },
    );
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: expect.any(String) });
    expect(payload).toEqual({
      iss: issuer,
      aud: 'phone',
      iat: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.any(String),
      sub: userId,
      sid: claims['sid'],
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
  });
});
