import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import {
  API_AUDIENCE,
  CreateApplication as WantedApplication,
  Role,
  Scope,
  type SigningKeyList,
} from '@portico/contracts';
import { Database, describeApi, HealthChecks, newId } from '@portico/service-kit';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';

import { hashSecret } from '../applications/application.rules.js';
import { CreateApplication } from '../applications/create-application.js';
import { type BrokerHouse, CODE_VERIFIER, REDIRECT_URI, startBrokerHouse } from '../broker-house.fixture.js';
import { API } from '../openapi.js';
import { PageBrowser } from '../page-browser.fixture.js';
import { Issuer } from '../issuer/issuer.js';
import { SigningKeys } from './signing-keys.js';

jest.setTimeout(90_000);

/** As an hour to an application that asks for the key set every half of it. */
const LEAD_SECONDS = 6;
const password = 'mockingbird-1960';

let house: BrokerHouse;
/** Two replicas of the broker, as a load balancer would reach them. */
let origins: string[];
let machine: { id: string; secret: string };

beforeAll(async () => {
  house = await startBrokerHouse({
    PORTICO_SIGNING_KEY_LEAD_SECONDS: LEAD_SECONDS,
    PORTICO_THROTTLE_FACTOR: 1000,
  });
  const { origin } = await house.addReplica();
  origins = [house.app.get(Issuer).url, origin];
  const wanted = WantedApplication.parse({
    id: 'keeper',
    kind: 'machine',
    name: 'Keeper',
    apiScopes: Scope.options,
  });
  const { clientSecret } = await house.app.get(CreateApplication).run(wanted);
  machine = { id: 'keeper', secret: clientSecret ?? '' };
  const desk = WantedApplication.parse({
    id: 'desk',
    kind: 'public',
    name: 'Desk',
    redirectUris: [REDIRECT_URI],
    apiScopes: Scope.options,
    idTokenAlg: 'RS256',
  });
  await house.app.get(CreateApplication).run(desk);
});
afterAll(async () => {
  await house.stop();
});

const originOf = (count: number): string => origins[count % origins.length] ?? '';

const ask = async (origin: string, path: string, token: string, body?: object): Promise<Response> =>
  await fetch(`${origin}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });

/** An access token of the machine for the APIs. */
const machineToken = async (origin: string, scope = 'keys:read keys:write'): Promise<string> => {
  const answer = await fetch(`${origin}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${machine.id}:${machine.secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope, resource: API_AUDIENCE }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
};

/** Where somebody begins to sign in to an application that reads the APIs. */
const authorizePath = (scopes: readonly string[]): string => {
  const challenge = createHash('sha256').update(CODE_VERIFIER).digest('base64url');
  const parameters = new URLSearchParams({
    client_id: 'desk',
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: ['openid', ...scopes].join(' '),
    resource: API_AUDIENCE,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  return `/oauth2/authorize?${parameters.toString()}`;
};

interface SignedIn {
  id_token: string;
  access_token: string;
}

/** What a sign-in with a password ends with, the whole of it in one replica. */
const signIn = async (
  origin: string,
  email: string,
  path?: string,
  beforeTokens?: () => Promise<unknown>,
): Promise<SignedIn> => {
  const browser = new PageBrowser(origin);
  const login = path === undefined ? (await house.openLogin(browser)).path : await follow(browser, path);
  const { headers } = await browser.post(`${login}/password`, { email, password });
  const onward = new URL(headers.get('refresh')?.split('url=')[1] ?? '');
  const back = await browser.get(`${onward.pathname}${onward.search}`);
  const returned = new URL(back.headers.get('location') ?? '');
  await beforeTokens?.();
  const { html } = await browser.post('/oauth2/token', {
    grant_type: 'authorization_code',
    client_id: path === undefined ? 'phone' : 'desk',
    redirect_uri: REDIRECT_URI,
    code_verifier: CODE_VERIFIER,
    code: returned.searchParams.get('code') ?? '',
  });
  return JSON.parse(html) as SignedIn;
};

const follow = async (browser: PageBrowser, path: string): Promise<string> =>
  new URL((await browser.get(path)).headers.get('location') ?? '', originOf(0)).pathname;

const addPerson = async (): Promise<{ email: string; become: (role: Role) => Promise<unknown> }> => {
  const { tenantId } = await house.addTenant();
  const email = `scout-${newId()}@example.com`;
  const { user } = house.people.add(tenantId, email, password);
  return {
    email,
    // As if they had proved a second factor too, which a password alone does not let some roles go without.
    become: async (role) => {
      user.roles = [role];
      const account = JSON.stringify({ roles: [role], amr: ['pwd', 'otp', 'mfa'] });
      await house.app
        .get(Database)
        .inTenant(
          tenantId,
          async (tx) => await tx.query('UPDATE session SET account = account || $1', [account]),
        );
    },
  };
};

const keySetAt = async (origin: string): Promise<JSONWebKeySet> =>
  (await (await fetch(`${origin}/.well-known/jwks.json`)).json()) as JSONWebKeySet;

/** An application that asks for the key set every so often, of whichever replica, and never in between. */
const anApplication = (everySeconds: number) => {
  let readAt = -Infinity;
  let asked = 0;
  let keys = createLocalJWKSet({ keys: [] });
  return {
    verify: async (token: string): Promise<void> => {
      if (performance.now() - readAt > everySeconds * 1000) {
        readAt = performance.now();
        keys = createLocalJWKSet(await keySetAt(originOf((asked += 1))));
      }
      await jwtVerify(token, keys, { issuer: originOf(0) });
    },
  };
};

const listKeys = async (origin: string): Promise<SigningKeyList['keys']> =>
  ((await (await ask(origin, '/v1/signing-keys', await machineToken(origin))).json()) as SigningKeyList).keys;

describe('a rotation while people sign in at two replicas', () => {
  it('O11 F26 gives no application a signature that it cannot verify', async () => {
    const { email } = await addPerson();
    const token = await machineToken(originOf(0));
    const applications = [LEAD_SECONDS / 12, LEAD_SECONDS / 2].map(anApplication);
    const before = (await signIn(originOf(0), email)).id_token;
    const kids = new Set<string>();
    const rotated = await ask(originOf(1), '/v1/signing-keys/rotate', token, { immediately: false });
    expect(rotated.status).toBe(200);
    const end = performance.now() + (LEAD_SECONDS + 4) * 1000;
    for (let count = 0; performance.now() < end; count += 1) {
      // At once, so that some are under way when the keys change.
      const signedIn = await Promise.all(
        [0, 1, 2, 3].map(
          async (each) => await signIn(originOf(each), email, each < 2 ? undefined : authorizePath([])),
        ),
      );
      for (const { id_token: idToken } of signedIn) {
        kids.add(String(decodeProtectedHeader(idToken).kid));
        for (const { verify } of applications) await verify(idToken);
      }
      // An API at the one replica knows a token of the other.
      const answer = await ask(originOf(count + 1), '/v1/signing-keys', await machineToken(originOf(count)));
      expect(answer.status).toBe(200);
    }
    // Of both algorithms: Phone's are ES256, Desk's RS256.
    expect(kids.size).toBe(4);
    // Issued before the rotation, it is good until its own end.
    for (const { verify } of applications) await verify(before);
    const statuses = (await listKeys(originOf(1))).map(({ status }) => status);
    expect(statuses).toEqual(['active', 'active', 'retiring', 'retiring']);
  });

  it('O11 shows both replicas the same key set, the signing key of each algorithm first', async () => {
    const sets = await Promise.all(origins.map(async (origin) => await keySetAt(origin)));
    expect(sets[1]).toEqual(sets[0]);
    const active = (await listKeys(originOf(0))).filter(({ status }) => status === 'active');
    expect(sets[0]?.keys.slice(0, 2).map(({ kid }) => kid)).toEqual(active.map(({ kid }) => kid));
  });
});

describe('a rotation after a leak', () => {
  it('refuses every older token, in the other replica within seconds', async () => {
    // Of a bearer that an API has just seen it knows for 30 seconds who it is; these it has not seen.
    const older = await machineToken(originOf(1));
    const token = await machineToken(originOf(0));
    const rotated = await ask(originOf(0), '/v1/signing-keys/rotate', token, { immediately: true });
    const { keys } = (await rotated.json()) as SigningKeyList;
    expect(keys.map(({ alg, status }) => `${alg} ${status}`)).toEqual(['ES256 active', 'RS256 active']);
    expect((await ask(originOf(0), '/v1/signing-keys', older)).status).toBe(401);
    const shown = async (): Promise<unknown[]> => (await keySetAt(originOf(1))).keys.map(({ kid }) => kid);
    for (let tries = 0; tries < 50 && !(await shown()).includes(keys[0]?.kid); tries += 1) await sleep(100);
    expect(await shown()).toEqual(keys.map(({ kid }) => kid));
    expect((await ask(originOf(1), '/v1/signing-keys', older)).status).toBe(401);
    expect((await ask(originOf(0), '/v1/signing-keys', await machineToken(originOf(1)))).status).toBe(200);
  });
});

describe('a replica that cannot read the keys', () => {
  it('is not ready before others sign with keys that it does not publish, until it reads them again', async () => {
    const checks = house.app.get(HealthChecks);
    const untilReady = async (wanted: boolean): Promise<void> => {
      for (let tries = 0; tries < 100 && !('signing_keys' in (await checks.ready())) !== wanted; tries += 1)
        await sleep(100);
    };
    await house.database.sql('ALTER TABLE signing_key RENAME TO away');
    await untilReady(false);
    expect(await checks.ready()).toEqual({ signing_keys: 'not available' });
    await house.database.sql('ALTER TABLE away RENAME TO signing_key');
    await untilReady(true);
    expect(await checks.ready()).toEqual({});
  });
});

/** The command as a person runs it; gives the lines of its answer. */
const portico = async (...args: string[]): Promise<string[]> => {
  const env = {
    PORTICO_URL: originOf(0),
    PORTICO_CLIENT_ID: machine.id,
    PORTICO_CLIENT_SECRET: machine.secret,
  };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['tools/portico/dist/main.js', 'keys', ...args],
    { env },
  );
  return stdout.trim().split('\n');
};

describe('portico keys', () => {
  it('begins a rotation and says when the new keys sign, which list shows too', async () => {
    const rotated = await portico('rotate');
    expect(rotated.filter((line) => line.includes('  next  '))).toHaveLength(2);
    expect(rotated.at(-1)).toMatch(/^The new keys sign from \d{4}-/);
    const { keys } = JSON.parse((await portico('list', '--json')).join('\n')) as SigningKeyList;
    for (const { kid } of keys) expect(rotated.join()).toContain(kid);
  });

  it('withdraws every older key after a leak', async () => {
    const rotated = await portico('rotate', '--immediately');
    expect(rotated.filter((line) => line.includes('  active  '))).toHaveLength(2);
    expect(rotated.join()).not.toMatch(/retiring|next/);
    expect(rotated.at(-1)).toMatch(/^The new keys sign now/);
  });
});

/** Member of a private key, hash of a secret, or anything sealed (a compact JWE). */
const SECRET =
  /"(d|p|q|dp|dq|qi|k|hash|sealed\w*|clientSecret)":"|\beyJ[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+/;

describe('every operation that reads', () => {
  const paths = Object.entries(describeApi(API).paths).flatMap(([path, methods]) =>
    'get' in methods ? [path] : [],
  );
  const fill = (path: string): string =>
    path.replace('{applicationId}', machine.id).replace(/\{\w+\}/g, () => newId());
  const secrets = (): string[] => {
    const { keys } = house.app.get(SigningKeys).current.jwks;
    return [
      machine.secret,
      hashSecret(machine.secret),
      ...keys.flatMap(({ d, p, q }) => [d, p, q].filter((part) => part !== undefined)),
    ];
  };
  const expectNoSecret = async (token: string): Promise<number[]> => {
    const answers = await Promise.all(paths.map(async (path) => await ask(originOf(0), fill(path), token)));
    for (const answer of answers) {
      const text = await answer.text();
      expect(text).not.toMatch(SECRET);
      for (const secret of secrets()) expect(text).not.toContain(secret);
    }
    return answers.map(({ status }) => status);
  };

  it.each(Role.options)('O12 tells a %s no private key, secret or ciphertext', async (role) => {
    const { email, become } = await addPerson();
    const path = authorizePath(Scope.options);
    const { access_token: token } = await signIn(originOf(0), email, path, async () => await become(role));
    const statuses = await expectNoSecret(token);
    expect(statuses).not.toContain(401);
    if (role === 'operator') expect(statuses).toContain(200);
  });

  it('O12 tells a machine application with every scope no private key, secret or ciphertext', async () => {
    expect(await expectNoSecret(await machineToken(originOf(0), Scope.options.join(' ')))).toContain(200);
  });
});
