import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { Application, ApplicationCreated, Code } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { CODE_VERIFIER, REDIRECT_URI } from '../broker-house.fixture.js';
import { anId, pointersOf, type Registry, type RegistryAnswer, startRegistry } from './registry.fixture.js';

jest.setTimeout(60_000);

/** What was found of an application is remembered for two seconds. */
const UNTIL_IN_FORCE_MS = 2100;

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
  await registry.done('PUT', '/v1/resource-servers/calls', {
    name: 'Calls',
    audience: 'https://calls.example.com',
    scopes: ['calls:read'],
  });
});
afterAll(async () => {
  await registry.house.stop();
});

const publicKey = (bits = 2048): object =>
  generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' });

const phone = (changes: object = {}): Record<string, unknown> => ({
  id: anId(),
  name: 'Phone',
  kind: 'confidential',
  redirectUris: [REDIRECT_URI],
  ...changes,
});
const machine = (changes: object = {}): Record<string, unknown> => ({
  id: anId(),
  name: 'Nightly',
  kind: 'machine',
  ...changes,
});
const add = async (application: object): Promise<ApplicationCreated> =>
  await registry.done('POST', '/v1/applications', application);
const expectRefused = (answer: RegistryAnswer, status: number, code: Code): void => {
  expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status, code });
};

describe('POST /v1/applications', () => {
  it.each<[string, object, string]>([
    [
      'a redirect URI that is a wildcard',
      phone({ redirectUris: ['https://*.example.com/'] }),
      '/redirectUris/0',
    ],
    ['no redirect URI where people sign in', phone({ redirectUris: [] }), '/redirectUris'],
    ['redirect URIs of a machine', machine({ redirectUris: [REDIRECT_URI] }), '/redirectUris'],
    ['a secret of a public application', phone({ kind: 'public', tokenAuth: 'basic' }), '/tokenAuth'],
    ['keys beside a secret', phone({ jwks: { keys: [publicKey()] } }), '/jwks'],
    ['private_key_jwt without keys', machine({ tokenAuth: 'private_key_jwt' }), '/jwks'],
    [
      'a key that is none',
      machine({ tokenAuth: 'private_key_jwt', jwks: { keys: [{ kty: 'EC', crv: 'P-256' }] } }),
      '/jwks/keys/0',
    ],
    [
      'a key that is too short',
      machine({ tokenAuth: 'private_key_jwt', jwks: { keys: [publicKey(1024)] } }),
      '/jwks/keys/0',
    ],
    [
      'an audience that nobody has',
      phone({ resources: [{ audience: 'https://nobody.example.com', scopes: [] }] }),
      '/resources/0/audience',
    ],
    [
      "Portico's own audience",
      phone({ resources: [{ audience: 'urn:portico:api', scopes: [] }] }),
      '/resources/0/audience',
    ],
    [
      'an audience twice',
      phone({
        resources: [
          { audience: 'https://calls.example.com', scopes: [] },
          { audience: 'https://calls.example.com', scopes: [] },
        ],
      }),
      '/resources/1/audience',
    ],
    [
      'a scope that the resource server has not',
      phone({
        resources: [{ audience: 'https://calls.example.com', scopes: ['calls:read', 'calls:write'] }],
      }),
      '/resources/0/scopes/1',
    ],
    ['two tenants of a machine', machine({ tenantIds: [newId(), newId()] }), '/tenantIds'],
  ])('refuses %s', async (_, application, pointer) => {
    const answer = await registry.call('POST', '/v1/applications', application);
    expectRefused(answer, 400, 'request_invalid');
    expect(pointersOf(answer)).toEqual([pointer]);
  });

  it('refuses an id that is taken', async () => {
    const { id } = await add(phone());
    expectRefused(
      await registry.call('POST', '/v1/applications', phone({ id })),
      409,
      'application_id_taken',
    );
  });

  it('refuses scopes that the asking machine has not itself, here and in a change', async () => {
    const { token } = await registry.addMachine(['applications:read', 'applications:write', 'users:read']);
    const wanted = machine({ apiScopes: ['users:read', 'keys:write'] });
    const answer = await registry.call('POST', '/v1/applications', wanted, token);
    expectRefused(answer, 400, 'request_invalid');
    expect(pointersOf(answer)).toEqual(['/apiScopes/1']);

    const { id } = await add(machine({ apiScopes: ['keys:read'] }));
    const path = `/v1/applications/${id}`;
    const more = await registry.call('PATCH', path, { apiScopes: ['keys:read', 'keys:write'] }, token);
    expect(pointersOf(more)).toEqual(['/apiScopes/1']);
    const fewer = await registry.call('PATCH', path, { apiScopes: ['keys:read', 'users:read'] }, token);
    expect(fewer.status).toBe(200);
  });

  it('refuses a machine of one tenant, for it reaches the applications of all', async () => {
    const { token } = await registry.addMachine(['applications:read', 'applications:write'], newId());
    expectRefused(
      await registry.call('GET', '/v1/applications', undefined, token),
      403,
      'scope_insufficient',
    );
    expectRefused(await registry.call('POST', '/v1/applications', phone(), token), 403, 'scope_insufficient');
  });

  it('O12 shows the secret in this answer alone, and neither it nor a hash anywhere else', async () => {
    const made = await add(phone());
    expect(made.clientSecret).toMatch(/^[\w-]{43}$/);
    const [one, all] = await Promise.all([
      registry.done('GET', `/v1/applications/${made.id}`),
      registry.done('GET', '/v1/applications'),
    ]);
    const { clientSecret, ...shown } = made;
    expect(one).toEqual(shown);
    expect(JSON.stringify([one, all])).not.toContain(clientSecret);
    expect(JSON.stringify([one, all])).not.toMatch(/hash|clientSecret/i);
  });

  it('gives no secret to an application with a key, or to a public one', async () => {
    const jwks = { keys: [publicKey()] };
    const withKey = await add(machine({ tokenAuth: 'private_key_jwt', jwks }));
    expect(withKey).toMatchObject({ clientSecret: null, secrets: [], jwks });
    expect(await add(phone({ kind: 'public' }))).toMatchObject({ clientSecret: null, tokenAuth: null });
  });
});

describe('PATCH /v1/applications/{id}', () => {
  it.each<[string, object, object, string]>([
    ['a redirect URI of a machine', machine(), { redirectUris: [REDIRECT_URI] }, '/redirectUris'],
    ['a lifetime of a machine', machine(), { refreshTokenSeconds: 600 }, '/refreshTokenSeconds'],
    ['two tenants of a machine', machine(), { tenantIds: [newId(), newId()] }, '/tenantIds'],
    ['a secret of a public application', phone({ kind: 'public' }), { tokenAuth: 'post' }, '/tokenAuth'],
    ['keys of a public application', phone({ kind: 'public' }), { jwks: null }, '/jwks'],
    ['the last redirect URI taken away', phone(), { redirectUris: [] }, '/redirectUris'],
    ['another kind', phone(), { kind: 'machine' }, '/kind'],
    ['another id', phone(), { id: 'dashboard' }, '/id'],
    ['a key without its way', phone(), { jwksUri: 'https://phone.example.com/keys' }, '/jwksUri'],
    ['a way without its key', phone(), { tokenAuth: 'private_key_jwt' }, '/jwks'],
    ['an http redirect URI', phone(), { redirectUris: ['http://phone.example.com/'] }, '/redirectUris/0'],
    [
      'a wildcard after sign-out',
      phone(),
      { postLogoutRedirectUris: ['https://*/'] },
      '/postLogoutRedirectUris/0',
    ],
    [
      'an unknown audience',
      phone(),
      { resources: [{ audience: 'https://other.example.com', scopes: [] }] },
      '/resources/0/audience',
    ],
  ])('refuses %s', async (_, application, changes, pointer) => {
    const { clientSecret: _secret, ...before } = await add(application);
    const answer = await registry.call('PATCH', `/v1/applications/${before.id}`, changes);
    expectRefused(answer, 400, 'request_invalid');
    expect(pointersOf(answer)).toEqual([pointer]);
    expect(await registry.done('GET', `/v1/applications/${before.id}`)).toEqual(before);
  });

  it('refuses an unknown application', async () => {
    const path = `/v1/applications/${anId()}`;
    expectRefused(await registry.call('PATCH', path, { name: 'Other' }), 404, 'not_found');
    expectRefused(await registry.call('GET', path), 404, 'not_found');
  });

  it('changes what is given, and nothing else', async () => {
    const { clientSecret: _, ...before } = await add(phone({ idTokenAlg: 'RS256' }));
    const changes = { name: 'Telephone', accessTokenSeconds: 120, refreshTokenSeconds: null };
    const after = await registry.done('PATCH', `/v1/applications/${before.id}`, changes);
    expect(after).toEqual({ ...before, ...changes, clientSecret: null });
  });

  it('O01 refuses a redirect URI within two seconds after it was taken away', async () => {
    const { id } = await add(phone({ kind: 'public' }));
    const authorize = async (): Promise<number> => {
      const parameters = new URLSearchParams({
        client_id: id,
        redirect_uri: REDIRECT_URI,
        response_type: 'code',
        scope: 'openid',
        code_challenge: CODE_VERIFIER.slice(0, 43),
        code_challenge_method: 'S256',
      });
      const path = `/oauth2/authorize?${parameters.toString()}`;
      return (await fetch(`${registry.url}${path}`, { redirect: 'manual' })).status;
    };
    expect(await authorize()).toBe(303);
    await registry.done('PATCH', `/v1/applications/${id}`, { redirectUris: ['https://phone.example.com/'] });
    await wait(UNTIL_IN_FORCE_MS);
    expect(await authorize()).toBe(400);
  });

  it('takes the secret away with the change to a key, and makes a first one on the way back', async () => {
    const { id, clientSecret } = await add(machine({ apiScopes: ['applications:read'] }));
    const path = `/v1/applications/${id}`;
    const jwks = { keys: [publicKey()] };
    const keyed = await registry.done<ApplicationCreated>('PATCH', path, {
      tokenAuth: 'private_key_jwt',
      jwks,
    });
    expect(keyed).toMatchObject({ secrets: [], clientSecret: null });
    expect((await registry.askToken(id, String(clientSecret))).body['error']).toBe('invalid_client');

    const back = await registry.done<ApplicationCreated>('PATCH', path, { tokenAuth: 'basic', jwks: null });
    expect(back.secrets).toHaveLength(1);
    await wait(UNTIL_IN_FORCE_MS);
    expect((await registry.askToken(id, String(clientSecret))).body['error']).toBe('invalid_client');
    expect((await registry.askToken(id, String(back.clientSecret))).status).toBe(200);
  });
});

describe('DELETE /v1/applications/{id}', () => {
  it('refuses an unknown application', async () => {
    expectRefused(await registry.call('DELETE', `/v1/applications/${anId()}`), 404, 'not_found');
  });

  it('ends its tokens, and keeps those of others', async () => {
    const [gone, other] = await Promise.all([
      registry.addMachine(['applications:read']),
      registry.addMachine(['applications:read']),
    ]);
    const artifacts = async (clientId: string): Promise<unknown[]> =>
      await registry.house.database.sql(`SELECT id FROM provider_artifact WHERE payload->>'clientId' = $1`, [
        clientId,
      ]);
    for (const { id } of [gone, other])
      await registry.house.database.sql(
        `INSERT INTO provider_artifact (kind, id, payload, expires_at)
         VALUES ('RefreshToken', $1, jsonb_build_object('clientId', $2::text), now() + interval '1 day')`,
        [`token-of-${id}`, id],
      );
    expect((await registry.call('DELETE', `/v1/applications/${gone.id}`)).status).toBe(204);
    expect(await artifacts(gone.id)).toEqual([]);
    expect(await artifacts(other.id)).toHaveLength(1);
    await wait(UNTIL_IN_FORCE_MS);
    const read = async (token: string): Promise<RegistryAnswer> =>
      await registry.call('GET', '/v1/applications', undefined, token);
    expectRefused(await read(gone.token), 401, 'token_invalid');
    expect((await registry.askToken(gone.id, String(gone.clientSecret))).body['error']).toBe(
      'invalid_client',
    );
    expect((await read(other.token)).body).toHaveProperty('applications');
    const all = await registry.done<{ applications: Application[] }>('GET', '/v1/applications');
    expect(all.applications.map(({ id }) => id)).not.toContain(gone.id);
  });
});
