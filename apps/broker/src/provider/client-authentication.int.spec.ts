import { createServer } from 'node:http';
import { jest } from '@jest/globals';
import { newId } from '@portico/service-kit';
import { freePort } from '@portico/testing';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import { type ClientAnswer, TestClient } from '../client.fixture.js';
import { hashSecret } from '../applications/application.rules.js';

jest.setTimeout(60_000);

const API = 'urn:portico:api';
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const REFUSED = { status: 401, body: { error: 'invalid_client' } };

let house: BrokerHouse;
let keysAddress: string;
let served = '';
const keyServer = createServer((_request, response) => {
  response.setHeader('content-type', 'application/jwk-set+json').end(served);
});
beforeAll(async () => {
  const port = await freePort();
  keysAddress = `http://127.0.0.1:${String(port)}`;
  keyServer.listen(port, '127.0.0.1');
  house = await startBrokerHouse({ PORTICO_APPLICATION_ALLOW: [keysAddress] });
});
afterAll(async () => {
  keyServer.close();
  await house.stop();
});

const machine = async (wanted: Record<string, unknown> = {}): Promise<TestClient> =>
  await TestClient.register(house, { kind: 'machine', apiScopes: ['users:read'], ...wanted });

const grant = { grant_type: 'client_credentials', resource: API, scope: 'users:read' };
const basic = (id: string, secret = ''): Record<string, string> => ({
  authorization: `Basic ${btoa(`${id}:${secret}`)}`,
});

describe('O18 an application that has a secret is refused', () => {
  it.each<[string, (client: TestClient) => Promise<ClientAnswer>, object]>([
    [
      'without it',
      async (client) => await client.send('/oauth2/token', { ...grant, client_id: client.id }),
      REFUSED,
    ],
    [
      'with another one',
      async (client) => await client.send('/oauth2/token', grant, basic(client.id, 'guess')),
      REFUSED,
    ],
    [
      'with the hash of it',
      async (client) =>
        await client.send('/oauth2/token', grant, basic(client.id, hashSecret(client.secret ?? ''))),
      REFUSED,
    ],
    [
      'with the secret in the address',
      async ({ id, secret }) =>
        await new TestClient(house, id).send(
          `/oauth2/token?client_id=${id}&client_secret=${secret ?? ''}`,
          grant,
        ),
      { status: 400, body: { error: 'invalid_request' } },
    ],
    [
      'in two ways at once',
      async ({ id, secret }) =>
        await new TestClient(house, id).send(
          '/oauth2/token',
          { ...grant, client_id: id, client_secret: secret ?? '' },
          basic(id, secret ?? ''),
        ),
      { status: 400, body: { error: 'invalid_request' } },
    ],
  ])('%s', async (_, ask, refusal) => {
    const answer = await ask(await machine());
    expect(answer).toMatchObject(refusal);
    expect(answer.body).not.toHaveProperty('access_token');
  });

  it('with a secret whose time is over', async () => {
    const client = await machine();
    const hash = hashSecret(client.secret ?? '');
    const createdAt = '2026-01-01T00:00:00Z';
    await house.database.sql('UPDATE application SET secrets = $2 WHERE id = $1', [
      client.id,
      JSON.stringify([
        { id: newId(), hash: hashSecret('newer'), createdAt, expiresAt: null },
        { id: newId(), hash, createdAt, expiresAt: '2026-01-02T00:00:00Z' },
      ]),
    ]);
    expect(await client.ask('/oauth2/token', grant)).toMatchObject(REFUSED);
  });
});

it.each(['basic', 'post'])('takes each secret that counts, registered for %s', async (tokenAuth) => {
  const client = await machine({ tokenAuth });
  const createdAt = '2026-01-01T00:00:00Z';
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const secrets = ['newer', client.secret ?? ''];
  await house.database.sql('UPDATE application SET secrets = $2 WHERE id = $1', [
    client.id,
    JSON.stringify(
      secrets.map((secret) => ({ id: newId(), hash: hashSecret(secret), createdAt, expiresAt })),
    ),
  ]);
  for (const secret of secrets) {
    const answers = [
      await client.send('/oauth2/token', grant, basic(client.id, secret)),
      await client.send('/oauth2/token', { ...grant, client_id: client.id, client_secret: secret }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  }
});

describe('an application that has a key', () => {
  const keys = generateKeyPair('ES256', { extractable: true });

  const keyed = async (byAddress = false): Promise<TestClient> => {
    const jwks = { keys: [{ ...(await exportJWK((await keys).publicKey)), alg: 'ES256', kid: 'first' }] };
    served = JSON.stringify(jwks);
    const proof = byAddress ? { jwksUri: `${keysAddress}/jwks` } : { jwks };
    return await machine({ tokenAuth: 'private_key_jwt', ...proof });
  };

  const assertionOf = async (
    id: string,
    claims: JWTPayload = {},
    key?: CryptoKey,
  ): Promise<Record<string, string>> => ({
    client_assertion_type: ASSERTION,
    client_assertion: await new SignJWT({ iss: id, sub: id, aud: house.address, jti: newId(), ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'first' })
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(key ?? (await keys).privateKey),
  });

  it.each([false, true])('proves itself by an assertion (keys by address: %s)', async (byAddress) => {
    const client = await keyed(byAddress);
    const answer = await client.send('/oauth2/token', { ...grant, ...(await assertionOf(client.id)) });
    expect(answer.status).toBe(200);
  });

  it.each<[string, JWTPayload]>([
    ['for another server', { aud: 'https://elsewhere.example.com' }],
    ['of another issuer', { iss: 'somebody' }],
    ['without an id', { jti: undefined }],
  ])('O18 is refused an assertion %s', async (_, claims) => {
    const client = await keyed();
    const fields = { ...grant, ...(await assertionOf(client.id, claims)) };
    expect(await client.send('/oauth2/token', fields)).toMatchObject(REFUSED);
  });

  it('O18 is refused an assertion by another key', async () => {
    const client = await keyed();
    const { privateKey } = await generateKeyPair('ES256');
    const fields = { ...grant, ...(await assertionOf(client.id, {}, privateKey)) };
    expect(await client.send('/oauth2/token', fields)).toMatchObject(REFUSED);
  });

  it('O18 proves itself once by one assertion, of ten at once and afterwards', async () => {
    const client = await keyed();
    const fields = { ...grant, ...(await assertionOf(client.id)) };
    const answers = await Promise.all(
      Array.from({ length: 10 }, async () => await client.send('/oauth2/token', fields)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await client.send('/oauth2/token', fields)).toMatchObject(REFUSED);
  });

  it('O18 is not heard with keys behind the wall', async () => {
    const client = await keyed(true);
    await house.database.sql('UPDATE application SET jwks_uri = $2 WHERE id = $1', [
      client.id,
      `${keysAddress.replace('127.0.0.1', 'localhost')}/jwks`,
    ]);
    const answer = await client.send('/oauth2/token', { ...grant, ...(await assertionOf(client.id)) });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toHaveProperty('access_token');
  });
});
