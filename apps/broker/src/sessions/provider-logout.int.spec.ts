import { jest } from '@jest/globals';
import type { TenantSettings } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { aConnectionTo, type HostileIdp, startHostileIdp } from '@portico/testing';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import { SaveSettings } from '../settings/save-settings.js';
import { changeSessions, makeSessions, sessionsOf } from './signed-in.fixture.js';

jest.setTimeout(60_000);

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

let house: BrokerHouse;
let idp: HostileIdp;
let tenant: TenantSettings;
let connectionId: string;
let tokens = 0;

beforeAll(async () => {
  idp = await startHostileIdp();
  // Of two kinds, though its document names one algorithm only.
  idp.keys.published.push(idp.keys.ellipticJwk);
  house = await startBrokerHouse({ PORTICO_EGRESS_ALLOW: [idp.origin], PORTICO_THROTTLE_FACTOR: 10 });
  await house.database.sql(`UPDATE session_sweep SET begun_at = 'infinity'`);
});
afterAll(async () => {
  await house.stop();
  await idp.close();
});
beforeEach(async () => {
  idp.reset();
  connectionId = newId();
  tenant = await addCompany(connectionId);
});

/** A company with two sessions of one person by its connection, each in a session of its own at the provider. */
const addCompany = async (id: string): Promise<TenantSettings> => {
  const company = await house.addTenant();
  const settings = { ...company, version: 2, connections: [aConnectionTo(idp, { id })] };
  await house.app.get(SaveSettings).run(settings);
  for (const sid of ['sid-1', 'sid-2']) {
    await makeSessions(house, company.tenantId, { connectionId: id });
    await changeSessions(
      house,
      company.tenantId,
      `UPDATE session SET upstream_issuer = $2, upstream_subject = 'scout', upstream_sid = $3
        WHERE tenant_id = $1 AND upstream_sid IS NULL`,
      [idp.issuer, sid],
    );
  }
  return settings;
};
const live = async (of = tenant): Promise<string[]> =>
  (
    await changeSessions(
      house,
      of.tenantId,
      'SELECT upstream_sid AS uid FROM session WHERE tenant_id = $1 AND ended_at IS NULL ORDER BY 1',
    )
  ).map(({ uid }) => uid);

type Claims = Record<string, unknown>;
const claimsOf = (changes: Claims = {}): Claims => {
  const now = Math.floor(Date.now() / 1000);
  const honest = {
    iss: idp.issuer,
    aud: idp.clientId,
    iat: now,
    exp: now + 120,
    jti: `jti-${String((tokens += 1))}`,
    events: { [EVENT]: {} },
    sub: 'scout',
    sid: 'sid-1',
  };
  return Object.fromEntries(
    Object.entries({ ...honest, ...changes }).filter(([, value]) => value !== undefined),
  );
};
const sign = async (changes: Claims = {}, header: Claims = {}): Promise<string> =>
  await idp.keys.sign({ alg: 'RS256', kid: idp.keys.kid, typ: 'logout+jwt', ...header }, claimsOf(changes));
const send = async (
  token: string | undefined,
  id = connectionId,
): Promise<{ status: number; body: unknown; headers: Headers }> => {
  const answer = await fetch(new URL(`/oauth2/backchannel-logout/${id}`, house.address), {
    method: 'POST',
    body: new URLSearchParams(token === undefined ? {} : { logout_token: token }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : undefined, headers: answer.headers };
};
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

describe('POST /oauth2/backchannel-logout/{connectionId}', () => {
  it.each<[string, () => Promise<string | undefined> | string | undefined]>([
    ['nothing', () => undefined],
    ['no token at all', () => 'signed out'],
    ['alg none', () => idp.keys.unsigned(claimsOf())],
    ['HS256 by the client secret', () => idp.keys.signSymmetrically(claimsOf(), 'not sealed')],
    [
      'HS256 by the public key',
      async () => await idp.keys.signSymmetrically(claimsOf(), await idp.keys.publicPem()),
    ],
    [
      'an alg that the provider does not name, by a key of its set',
      () => sign({}, { alg: 'ES256', kid: 'elliptic' }),
    ],
    ['a key that is not published', () => idp.keys.signWithOther({ alg: 'RS256', kid: 'first' }, claimsOf())],
    ['an unknown key', () => sign({}, { kid: 'unknown' })],
    ['no signature worth the name', () => idp.keys.forge({ alg: 'RS256', kid: idp.keys.kid }, claimsOf())],
    ['a wrong iss', () => sign({ iss: 'https://idp.example.com' })],
    ['a wrong aud', () => sign({ aud: 'another-client' })],
    ['no event', () => sign({ events: undefined })],
    ['a wrong event', () => sign({ events: { 'http://schemas.openid.net/event/other': {} } })],
    ['an event that is no object', () => sign({ events: { [EVENT]: true } })],
    ['a nonce', () => sign({ nonce: 'n' })],
    ['neither sub nor sid', () => sign({ sub: undefined, sid: undefined })],
    ['no jti', () => sign({ jti: undefined })],
    ['no iat', () => sign({ iat: undefined })],
    ['an iat long ago', () => sign({ iat: inSeconds(-700) })],
    ['an iat to come', () => sign({ iat: inSeconds(120) })],
    ['an end that is past', () => sign({ exp: inSeconds(-60) })],
    ['the type of another token', () => sign({}, { typ: 'at+jwt' })],
    ['an ID token', () => sign({ events: undefined, jti: undefined, nonce: 'n' }, { typ: 'JWT' })],
    ['a token of 10,000 characters', () => sign({ sub: 's'.repeat(10_000) })],
  ])('O16 refuses %s, and every session lives: logout_token_invalid', async (_, make) => {
    const { status, body, headers } = await send(await make());
    expect({ status, body }).toEqual({
      status: 400,
      body: { error: 'invalid_request', error_description: expect.any(String) },
    });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(await live()).toEqual(['sid-1', 'sid-2']);
  });

  it('O16 refuses a token that came before, also at the same moment', async () => {
    const token = await sign();
    const answers = await Promise.all(Array.from({ length: 10 }, async () => (await send(token)).status));
    expect(answers.filter((status) => status === 200)).toHaveLength(1);
    expect((await send(token)).status).toBe(400);
    expect(await live()).toEqual(['sid-2']);
  });

  it('O16 refuses a connection that nobody has', async () => {
    expect((await send(await sign(), newId())).status).toBe(404);
    expect((await send(await sign(), 'okta')).status).toBe(404);
  });

  it.each<[string, Claims, string[]]>([
    ['a session', { sub: undefined }, ['sid-2']],
    ['a person', { sid: undefined }, []],
    ['both', {}, ['sid-2']],
    ['somebody else', { sub: 'jem', sid: undefined }, ['sid-1', 'sid-2']],
    ['the session of somebody else', { sub: 'jem' }, ['sid-1', 'sid-2']],
  ])('O16 ends what %s names, and answers 200', async (_, names, left) => {
    const { status, headers } = await send(await sign(names));
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(await live()).toEqual(left);
    const told = (await house.facts(tenant.tenantId)).map(({ type, data: { reason } }) => ({ type, reason }));
    expect(told).toEqual(
      Array.from({ length: 2 - left.length }, () => ({ type: 'session.ended', reason: 'provider_logout' })),
    );
  });

  it('O16 ends no session of another tenant, another connection or another issuer', async () => {
    const other = await addCompany(newId());
    await makeSessions(house, tenant.tenantId, { connectionId: newId() });
    await changeSessions(
      house,
      tenant.tenantId,
      `UPDATE session SET upstream_issuer = $2, upstream_subject = 'scout', upstream_sid = 'sid-3'
        WHERE tenant_id = $1 AND upstream_sid IS NULL`,
      [idp.issuer],
    );
    await changeSessions(
      house,
      tenant.tenantId,
      `UPDATE session SET upstream_issuer = 'https://old.example.com' WHERE tenant_id = $1 AND upstream_sid = 'sid-2'`,
    );
    expect((await send(await sign({ sid: undefined }))).status).toBe(200);
    expect(await live()).toEqual(['sid-2', 'sid-3']);
    expect(await live(other)).toEqual(['sid-1', 'sid-2']);
    expect(await sessionsOf(house, other)).toHaveLength(2);
  });

  it('ends by the person where a session does not know its own at the provider', async () => {
    await changeSessions(
      house,
      tenant.tenantId,
      `UPDATE session SET upstream_sid = NULL WHERE tenant_id = $1`,
    );
    expect((await send(await sign())).status).toBe(200);
    expect(await live()).toEqual([]);
  });

  it('is throttled by what it refuses: too_many_attempts', async () => {
    await house.database.sql('DELETE FROM throttle');
    const bad = await sign({ events: undefined });
    let status = 0;
    for (let left = 700; status !== 429 && left > 0; left -= 20)
      [status = 0] = (
        await Promise.all(Array.from({ length: 20 }, async () => (await send(bad)).status))
      ).sort((one, other) => other - one);
    expect(status).toBe(429);
    await house.database.sql('DELETE FROM throttle');
    expect((await send(await sign())).status).toBe(200);
  });
});
