import { jest } from '@jest/globals';
import type { Code, ResourceServer, ResourceServerList } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { anId, pointersOf, type Registry, type RegistryAnswer, startRegistry } from './registry.fixture.js';

jest.setTimeout(60_000);

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(async () => {
  await registry.house.stop();
});

const aServer = (changes: object = {}) => ({
  name: 'Calls',
  audience: `https://${newId()}.example.com`,
  scopes: ['calls:read', 'calls:write'],
  ...changes,
});
const put = async (id: string, server: object): Promise<RegistryAnswer> =>
  await registry.call('PUT', `/v1/resource-servers/${id}`, server);
const expectRefused = (answer: RegistryAnswer, status: number, code: Code): void => {
  expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status, code });
};
/** A resource server, and an application that gets tokens with its first scope. */
const used = async () => {
  const [id, server] = [anId(), aServer()];
  await put(id, server);
  const application = await registry.done<{ id: string }>('POST', '/v1/applications', {
    id: anId(),
    name: 'Nightly',
    kind: 'machine',
    resources: [{ audience: server.audience, scopes: ['calls:read'] }],
  });
  return { id, server, applicationId: application.id };
};

describe('PUT /v1/resource-servers/{id}', () => {
  it.each<[string, object, string]>([
    ['an audience that is http', { audience: 'http://calls.example.com' }, '/audience'],
    ['an audience with a fragment', { audience: 'https://calls.example.com/#a' }, '/audience'],
    ['an audience that is a word', { audience: 'calls' }, '/audience'],
    ['a scope with a space', { scopes: ['calls read'] }, '/scopes/0'],
    ['an algorithm that is none', { tokenAlg: 'none' }, '/tokenAlg'],
    ['a field that it does not know', { secret: 'x' }, '/secret'],
  ])('refuses %s', async (_, changes, pointer) => {
    const answer = await put(anId(), aServer(changes));
    expectRefused(answer, 400, 'request_invalid');
    expect(pointersOf(answer)).toEqual([pointer]);
  });

  it('refuses an id that no application could have', async () => {
    const answer = await put('Calls!', aServer());
    expectRefused(answer, 400, 'request_invalid');
    expect(pointersOf(answer)).toEqual(['/resourceServerId']);
  });

  it("refuses the audience of another one, and of Portico's own APIs", async () => {
    const server = aServer();
    await put(anId(), server);
    expectRefused(await put(anId(), server), 409, 'audience_taken');
    expectRefused(await put(anId(), aServer({ audience: 'urn:portico:api' })), 409, 'audience_taken');
  });

  it('lets one of many who want the same audience at once through, and refuses the others by name', async () => {
    const server = aServer();
    const answers = await Promise.all(Array.from({ length: 8 }, async () => await put(anId(), server)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
  });

  it('refuses to take an audience or a scope from an application, which it names', async () => {
    const { id, server, applicationId } = await used();
    for (const [changes, pointer] of [
      [{ scopes: ['calls:write'] }, '/scopes'],
      [{ audience: aServer().audience }, '/audience'],
    ] as const) {
      const answer = await put(id, { ...server, ...changes });
      expectRefused(answer, 409, 'resource_server_in_use');
      expect(answer.body['errors']).toEqual([
        { pointer, message: `is used by the application ${applicationId}` },
      ]);
    }
  });

  it('registers, and replaces all but id and time', async () => {
    const { id, server } = await used();
    const first = await registry.done<ResourceServer>('GET', `/v1/resource-servers/${id}`);
    expect(first).toEqual({ id, ...server, tokenAlg: 'ES256', createdAt: first.createdAt });
    const changes = { name: 'Telephony', scopes: ['calls:read', 'calls:end'], tokenAlg: 'RS256' };
    const { body } = await put(id, { ...server, ...changes });
    expect(body).toEqual({ ...first, ...changes });
    const { resourceServers } = await registry.done<ResourceServerList>('GET', '/v1/resource-servers');
    expect(resourceServers).toContainEqual(body);
  });
});

describe('DELETE /v1/resource-servers/{id}', () => {
  it('refuses one that an application names, and lets it go after the application has', async () => {
    const { id, applicationId } = await used();
    const path = `/v1/resource-servers/${id}`;
    const answer = await registry.call('DELETE', path);
    expectRefused(answer, 409, 'resource_server_in_use');
    expect(JSON.stringify(answer.body['errors'])).toContain(applicationId);
    await registry.done('PATCH', `/v1/applications/${applicationId}`, { resources: [] });
    expect((await registry.call('DELETE', path)).status).toBe(204);
    expectRefused(await registry.call('GET', path), 404, 'not_found');
  });

  it('refuses an unknown one', async () => {
    expectRefused(await registry.call('DELETE', `/v1/resource-servers/${anId()}`), 404, 'not_found');
  });

  it('and an application that names it meanwhile do not both get through', async () => {
    for (let round = 0; round < 10; round++) {
      const [id, server] = [anId(), aServer()];
      await put(id, server);
      const application = {
        id: anId(),
        name: 'Nightly',
        kind: 'machine',
        resources: [{ audience: server.audience, scopes: ['calls:read'] }],
      };
      const [removed, added] = await Promise.all([
        registry.call('DELETE', `/v1/resource-servers/${id}`),
        registry.call('POST', '/v1/applications', application),
      ]);
      expect([removed.status, added.status]).toEqual(removed.status === 204 ? [204, 400] : [409, 201]);
    }
  });
});
