import {
  type Connection,
  type ConnectionSettings,
  GetRevision,
  type Principal,
  type Tenant,
} from '@portico/contracts';
import { open } from '@portico/secrets';
import { anAdminOf, type ServiceUnderTest, startServiceUnderTest } from '../sso-config-house.fixture.js';
import { ConnectionsResponder } from './connections.responder.js';

const issuer = 'https://id.example.com/realms/acme';

describe(ConnectionsResponder.name, () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let globex: Tenant;
  let admin: Principal;

  const at = (id = ''): string => `/v1/tenants/${acme.id}/connections${id && `/${id}`}`;
  const addDraft = async (provider = 'keycloak'): Promise<Connection> =>
    (await service.request<Connection>('POST', at(), { as: admin, body: { provider } })).body;
  const patch = async ({ id }: Connection, tag: number, body: object): Promise<Connection> =>
    (
      await service.request<Connection>('PATCH', at(id), {
        as: admin,
        body,
        headers: { 'if-match': `${tag}` },
      })
    ).body;
  const addComplete = async (): Promise<Connection> =>
    await patch(await addDraft(), 0, { clientId: 'portico', clientSecret: 'first', discoveryUrl: issuer });
  const ask = async (
    { id: connectionId }: { id: string },
    revision?: number,
    { id: tenantId } = acme,
  ): Promise<ConnectionSettings | null> =>
    (await service.ask(GetRevision, { tenantId, connectionId, revision })).connection;

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await service.addTenant('acme');
    globex = await service.addTenant('globex');
    admin = anAdminOf(acme.id);
  });
  afterAll(async () => await service.stop());

  it("gives nothing of another tenant's connection, of none, or of a revision that never was", async () => {
    const connection = await addComplete();
    await expect(ask(connection, 1, globex)).resolves.toBeNull();
    await expect(ask(acme, 1)).resolves.toBeNull();
    await expect(ask(connection, 2)).resolves.toBeNull();
  });

  it('gives nothing of a draft without values, or with some of them', async () => {
    const draft = await addDraft();
    await expect(ask(draft)).resolves.toBeNull();
    await patch(draft, 0, { clientId: 'portico', discoveryUrl: issuer });
    await expect(ask(draft)).resolves.toBeNull();
    await expect(ask(draft, 1)).resolves.toBeNull();
  });

  it('gives the values of a connection that is off, with a secret that opens for the broker only', async () => {
    const connection = await addComplete();
    const found = await ask(connection);
    expect(found).toMatchObject({ id: connection.id, mode: 'off', revision: 1, clientId: 'portico', issuer });
    const place = { tenantId: acme.id, connectionId: connection.id, field: 'clientSecret' };
    await expect(open(service.privateKeys, found?.sealedClientSecret ?? '', place)).resolves.toBe('first');
  });

  it('gives the pending values unless the live ones are asked for', async () => {
    const connection = await addComplete();
    await service.request('PUT', `${at(connection.id)}/mode`, { as: admin, body: { mode: 'enabled' } });
    await patch(connection, 1, { tokenAuth: 'post' });
    await expect(ask(connection)).resolves.toMatchObject({ revision: 2, tokenAuth: 'post', mode: 'enabled' });
    await expect(ask(connection, 1)).resolves.toMatchObject({ revision: 1, tokenAuth: 'auto' });
  });

  it('gives a Google connection, which has no values of its own', async () => {
    const google = await addDraft('google');
    await expect(ask(google)).resolves.toMatchObject({ provider: 'google', revision: 1, clientId: null });
  });
});
