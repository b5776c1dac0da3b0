import { setTimeout as wait } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { Application, ApplicationCreated, Code, SecretRotated } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { anId, type Registry, type RegistryAnswer, startRegistry } from './registry.fixture.js';

jest.setTimeout(60_000);

/** An overlap that a test waits for, and what was found of an application is remembered for two seconds. */
const OVERLAP_SECONDS = 3;
const UNTIL_IN_FORCE_MS = 3200;

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(async () => {
  await registry.house.stop();
});

const addMachine = async (changes: object = {}): Promise<ApplicationCreated> =>
  await registry.done('POST', '/v1/applications', {
    id: anId(),
    name: 'Nightly',
    kind: 'machine',
    apiScopes: ['applications:read'],
    ...changes,
  });
const rotate = async (id: string, overlapSeconds?: number): Promise<SecretRotated> =>
  await registry.done('POST', `/v1/applications/${id}/secrets`, { overlapSeconds });
const secretsOf = async (id: string): Promise<Application['secrets']> =>
  (await registry.done<Application>('GET', `/v1/applications/${id}`)).secrets;
const worksWith = async (id: string, secret: string | null): Promise<boolean> =>
  (await registry.askToken(id, String(secret))).status === 200;
const expectRefused = (answer: RegistryAnswer, status: number, code: Code): void => {
  expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status, code });
};

describe('POST /v1/applications/{id}/secrets', () => {
  it('refuses applications that have no secret, or are not there', async () => {
    const jwksUri = 'https://nightly.example.com/keys';
    const withKey = await addMachine({ tokenAuth: 'private_key_jwt', jwksUri });
    for (const id of ['phone', withKey.id])
      expectRefused(
        await registry.call('POST', `/v1/applications/${id}/secrets`, {}),
        409,
        'secret_not_used',
      );
    expectRefused(await registry.call('POST', `/v1/applications/${anId()}/secrets`, {}), 404, 'not_found');
  });

  it('refuses the sixth secret, until an overlap of 0 ends all others', async () => {
    const { id } = await addMachine();
    for (let made = 1; made < 5; made++) await rotate(id);
    const sixth = await registry.call('POST', `/v1/applications/${id}/secrets`, {});
    expectRefused(sixth, 409, 'secret_limit_reached');
    const { clientSecret: _, ...newest } = await rotate(id, 0);
    expect(await secretsOf(id)).toEqual([newest]);
  });

  it('gives the same answer to a repetition, and makes one secret', async () => {
    const { id } = await addMachine();
    const machine = await registry.addMachine(['applications:write']);
    const ask = async (): Promise<unknown> => {
      const answer = await fetch(`${registry.url}/v1/applications/${id}/secrets`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${machine.token}`,
          'content-type': 'application/json',
          'idempotency-key': 'rotate-once',
        },
        body: '{}',
      });
      return await answer.json();
    };
    expect(await ask()).toEqual(await ask());
    expect(await secretsOf(id)).toHaveLength(2);
  });

  it('O12 shows the new secret in this answer alone', async () => {
    const { id } = await addMachine();
    const { clientSecret } = await rotate(id);
    const shown = JSON.stringify(await registry.done('GET', `/v1/applications/${id}`));
    expect(shown).not.toContain(clientSecret);
    expect(shown).not.toMatch(/hash/i);
  });

  it('lets old and new through for the overlap, then the new one alone', async () => {
    const { id, clientSecret: old } = await addMachine();
    const { clientSecret } = await rotate(id, OVERLAP_SECONDS);
    expect([await worksWith(id, old), await worksWith(id, clientSecret)]).toEqual([true, true]);
    await wait(UNTIL_IN_FORCE_MS);
    expect(await worksWith(id, old)).toBe(false);
    expect(await worksWith(id, clientSecret)).toBe(true);
    expect(await secretsOf(id)).toHaveLength(1);
  });

  it('ends the old one at once without an overlap', async () => {
    const { id, clientSecret: old } = await addMachine();
    const { clientSecret } = await rotate(id, 0);
    expect(await worksWith(id, old)).toBe(false);
    expect(await worksWith(id, clientSecret)).toBe(true);
  });

  it('never lets an old secret live longer than an earlier rotation has said', async () => {
    const { id } = await addMachine();
    await rotate(id, 60);
    await rotate(id, 3600);
    const ends = (await secretsOf(id)).map(
      ({ expiresAt }) => expiresAt && Date.parse(expiresAt) - Date.now(),
    );
    expect(ends[0]).toBeNull();
    expect(Number(ends[1]) / 1000).toBeGreaterThan(3500);
    expect(Number(ends[2]) / 1000).toBeLessThan(61);
  });
});

describe('DELETE /v1/applications/{id}/secrets/{secretId}', () => {
  it('refuses the only secret that goes on, beside one that will end too', async () => {
    const { id, secrets } = await addMachine();
    const path = `/v1/applications/${id}/secrets`;
    expectRefused(await registry.call('DELETE', `${path}/${secrets[0]!.id}`), 409, 'secret_is_last');
    const newest = await rotate(id);
    expectRefused(await registry.call('DELETE', `${path}/${newest.id}`), 409, 'secret_is_last');
  });

  it('refuses a secret of another application, and one that is not there', async () => {
    const [one, other] = await Promise.all([addMachine(), addMachine()]);
    await rotate(other.id);
    for (const secretId of [other.secrets[0]!.id, newId(), 'nothing'])
      expectRefused(
        await registry.call('DELETE', `/v1/applications/${one.id}/secrets/${secretId}`),
        404,
        'not_found',
      );
  });

  it('ends a secret before its overlap does', async () => {
    const { id, secrets, clientSecret: old } = await addMachine();
    const { clientSecret } = await rotate(id);
    const path = `/v1/applications/${id}/secrets/${secrets[0]!.id}`;
    expect((await registry.call('DELETE', path)).status).toBe(204);
    expect(await worksWith(id, old)).toBe(false);
    expect(await worksWith(id, clientSecret)).toBe(true);
  });
});
