import { jest } from '@jest/globals';
import { AppError } from '@portico/contracts';
import type { UsableConnection } from '../settings/usable-connection.rules.js';
import { type KeySet, seal } from '@portico/secrets';
import {
  aConnectionTo,
  CONNECTION_ID,
  type HostileIdp,
  loginAt,
  startHostileIdp,
  TENANT_ID,
} from '@portico/testing';
import { exportJWK, generateKeyPair } from 'jose';
import { FinishUpstream } from './finish-upstream.js';
import { Issuers } from './issuers.client.js';
import { StartUpstream } from './start-upstream.js';
import { UpstreamSettings } from './upstream-settings.js';
import { Wall } from './wall.client.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let idp: HostileIdp;
let sealingKeys: KeySet;
let connection: UsableConnection;
let wall: Wall;
let halves: { start: StartUpstream; finish: FinishUpstream };

const signIn = async (values: UsableConnection = connection): Promise<string> => {
  try {
    await loginAt(idp, halves, values);
    return 'signed in';
  } catch (error) {
    return error instanceof AppError ? error.code : `leaked ${String(error)}`;
  }
};
const later = (milliseconds: number): void => {
  jest.setSystemTime(Date.now() + milliseconds);
};
const unknownKey = (): void => {
  idp.draft = ({ claims }) => ({
    header: { alg: 'RS256', kid: `spray-${Math.random().toString()}` },
    claims,
  });
};

beforeAll(async () => {
  idp = await startHostileIdp();
  const pair = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  sealingKeys = { keys: [{ ...(await exportJWK(pair.privateKey)), kid: 'k' }] };
  const place = { tenantId: TENANT_ID, connectionId: CONNECTION_ID, field: 'clientSecret' };
  const sealedClientSecret = await seal(
    { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k' }] },
    's',
    place,
  );
  connection = aConnectionTo(idp, { sealedClientSecret });
});
beforeEach(() => {
  // Only the clock is ours: sockets and timers go their own way.
  jest.useFakeTimers({
    doNotFake: [
      'setTimeout',
      'clearTimeout',
      'setInterval',
      'clearInterval',
      'setImmediate',
      'clearImmediate',
      'nextTick',
      'queueMicrotask',
      'performance',
      'hrtime',
    ],
  });
  idp.reset();
  const settings = new UpstreamSettings([idp.origin], sealingKeys, { headersMs: 1500, totalMs: 3000 });
  wall = new Wall(settings);
  const issuers = new Issuers(settings, wall);
  halves = { start: new StartUpstream(issuers), finish: new FinishUpstream(issuers, settings) };
});
afterEach(async () => {
  jest.useRealTimers();
  await wall.onApplicationShutdown();
});
afterAll(async () => {
  await idp.close();
});

describe('key sets', () => {
  it('P13 asks once for 200 logins with random unknown keys, and refuses them all', async () => {
    await signIn();
    later(61_000);
    unknownKey();
    const codes: string[] = [];
    // Fifty at once: more take longer than a login may on a busy machine.
    for (let round = 0; round < 4; round += 1)
      codes.push(...(await Promise.all(Array.from({ length: 50 }, () => signIn()))));
    expect(new Set(codes)).toEqual(new Set(['id_token_signature_invalid']));
    expect(idp.requests.jwks).toHaveLength(2);
  });

  it('P14 finds a rotated key a minute later with one more request', async () => {
    await signIn();
    await idp.keys.rotate('second');
    await expect(signIn()).resolves.toBe('id_token_signature_invalid');
    later(61_000);
    await expect(signIn()).resolves.toBe('signed in');
    await expect(signIn()).resolves.toBe('signed in');
    expect(idp.requests.jwks).toHaveLength(2);
  });

  it.each<[string, () => void]>([
    ['down', () => (idp.lies.jwks = (honest) => ({ ...honest, status: 503 }))],
    ['answering HTML', () => (idp.lies.jwks = (honest) => ({ ...honest, body: '<html>' }))],
    ['answering something else', () => (idp.lies.jwks = (honest) => ({ ...honest, body: { keys: 'none' } }))],
    ['gone', () => (idp.lies.jwks = (honest) => ({ ...honest, status: 404 }))],
  ])(
    'F16 serve from memory while the endpoint is %s, but for known keys only and a day at most',
    async (_, lie) => {
      await signIn();
      lie();
      later(6 * MINUTE);
      await expect(signIn()).resolves.toBe('signed in');
      unknownKey();
      await expect(signIn()).resolves.toBe('id_token_signature_invalid');
      idp.draft = (honest) => honest;
      later(24 * HOUR);
      await expect(signIn()).resolves.not.toBe('signed in');
    },
  );
});

describe('discovery documents', () => {
  it.each<[string, (issuer: string) => Record<string, unknown>]>([
    ['another issuer', () => ({ issuer: 'https://evil.example' })],
    ['an endpoint at a private address', () => ({ token_endpoint: 'https://10.0.0.1/token' })],
    ['an endpoint at another port of this machine', () => ({ userinfo_endpoint: 'http://127.0.0.1:1/' })],
  ])('F17 S05 are refused when they have come to name %s', async (_, changes) => {
    await expect(signIn()).resolves.toBe('signed in');
    idp.lies.discovery = ({ body, ...rest }) => ({ ...rest, body: { ...body, ...changes(idp.issuer) } });
    later(HOUR + 1);
    await expect(signIn()).resolves.toBe('upstream_answer_invalid');
  });

  it.each<[string, () => void]>([
    ['down', () => (idp.lies.discovery = (honest) => ({ ...honest, status: 503 }))],
    ['answering HTML', () => (idp.lies.discovery = (honest) => ({ ...honest, body: '<html>' }))],
    ['gone', () => (idp.lies.discovery = (honest) => ({ ...honest, status: 404 }))],
  ])('F16 serve for a day while the IdP is %s, and are asked for once a minute', async (_, lie) => {
    await signIn();
    lie();
    later(HOUR + 1);
    for (const _again of [1, 2, 3]) await expect(signIn()).resolves.toBe('signed in');
    expect(idp.requests.discovery).toHaveLength(2);
    later(23 * HOUR);
    await expect(signIn()).resolves.not.toBe('signed in');
  });

  it('F15 name an IdP that is down from the beginning, and recover at once', async () => {
    idp.lies.discovery = (honest) => ({ ...honest, cut: 'before' });
    await expect(signIn()).resolves.toBe('upstream_unreachable');
    idp.reset();
    await expect(signIn()).resolves.toBe('signed in');
  });

  it('are fetched once for many logins at once, and again after an hour or with another revision', async () => {
    await Promise.all(Array.from({ length: 20 }, () => signIn()));
    later(59 * MINUTE);
    await signIn();
    expect(idp.requests.discovery).toHaveLength(1);
    later(MINUTE + 1);
    await signIn();
    expect(idp.requests.discovery).toHaveLength(2);
    await signIn({ ...connection, revision: 2 });
    expect(idp.requests.discovery).toHaveLength(3);
  });

  it('F17 are followed when an endpoint has moved', async () => {
    await signIn();
    idp.lies.discovery = ({ body, ...rest }) => ({
      ...rest,
      body: { ...body, userinfo_endpoint: undefined },
    });
    later(HOUR + 1);
    await expect(signIn()).resolves.toBe('signed in');
    expect(idp.requests.userinfo).toHaveLength(1);
  });
});
