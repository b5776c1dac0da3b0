import { type Connection, type Principal, SsoConnectionTested, type Tenant } from '@portico/contracts';
import { fact } from '@portico/messaging';
import { newId } from '@portico/service-kit';
import {
  anAdminOf,
  type ServiceUnderTest,
  startServiceUnderTest,
  theImporter,
} from '../sso-config-house.fixture.js';
import { GoLiveTested } from './go-live-tested.js';

const issuer = 'https://id.example.com/realms/acme';

type Tested = Parameters<typeof fact<typeof SsoConnectionTested>>[1]['data'];

describe(GoLiveTested.name, () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let globex: Tenant;
  let admin: Principal;

  const at = (rest = ''): string => `/v1/tenants/${acme.id}/connections${rest}`;
  const patch = async ({ id }: Connection, tag: number, body: object): Promise<Connection> =>
    (
      await service.request<Connection>('PATCH', at(`/${id}`), {
        as: admin,
        body,
        headers: { 'if-match': `${tag}` },
      })
    ).body;
  /** A connection in this mode with revision 1 live and revision 2, another secret, pending. */
  const addPending = async (mode: 'enabled' | 'enforced'): Promise<Connection> => {
    const { body } = await service.request<Connection>('POST', at(), {
      as: admin,
      body: { provider: 'keycloak' },
    });
    await patch(body, 0, { clientId: 'portico', clientSecret: 'first', discoveryUrl: issuer });
    await service.request('PUT', at(`/${body.id}/mode`), { as: theImporter(), body: { mode } });
    return await patch(body, 1, { clientSecret: 'second' });
  };
  const read = async ({ id }: Connection): Promise<Connection> =>
    (await service.request<Connection>('GET', at(`/${id}`), { as: admin })).body;
  const aTest = ({ id }: Connection, changes: Partial<Tested> = {}, tenantId = acme.id) =>
    fact(SsoConnectionTested, {
      tenantId,
      subject: id,
      data: {
        testId: newId(),
        connectionId: id,
        provider: 'keycloak',
        revision: 2,
        passed: true,
        askedBy: 'user',
        ...changes,
      },
    });

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await service.addTenant('acme');
    globex = await service.addTenant('globex');
    admin = anAdminOf(acme.id);
  });
  afterAll(async () => await service.stop());

  it.each<[string, Partial<Tested>, boolean]>([
    ['that failed', { passed: false, code: 'user_unknown' }, false],
    ['of another revision', { revision: 1 }, false],
    ['of a revision that never was', { revision: 9 }, false],
    ['that somebody with a set-up link asked for', { askedBy: 'set_up' }, false],
    ['of another tenant', {}, true],
  ])('leaves pending values pending after a test %s', async (_, changes, foreign) => {
    const connection = await addPending('enforced');
    const test = aTest(connection, changes, foreign ? globex.id : acme.id);
    service.publish(test);
    await service.handled(test);
    await expect(read(connection)).resolves.toMatchObject({ revision: 1, pendingRevision: 2 });
  });

  it.each(['enabled', 'enforced'] as const)(
    'puts tested values into use while the connection is %s, a new secret alone too, and tells so',
    async (mode) => {
      const connection = await addPending(mode);
      const test = aTest(connection);
      service.publish(test);
      await service.handled(test);
      await expect(read(connection)).resolves.toMatchObject({ revision: 2, pendingRevision: null, mode });
      expect((await service.changesOf(acme)).at(-1)).toEqual(['connection_values']);
      const { body } = await service.request<object>('GET', `/v1/tenants/${acme.id}/audit?limit=1`, {
        as: admin,
      });
      expect(body).toMatchObject({
        entries: [
          {
            by: 'portico',
            byPlatform: false,
            action: 'connection.went_live',
            connectionId: connection.id,
            detail: { revision: 2, tested: true, testId: (test.data as Tested).testId },
          },
        ],
      });
    },
  );

  it('does so once, however often the fact arrives', async () => {
    const connection = await addPending('enabled');
    const told = (await service.changesOf(acme)).length;
    const [test, again] = [aTest(connection), aTest(connection)];
    for (const one of [test, test, again]) service.publish(one);
    await service.handled(again);
    expect(await service.changesOf(acme)).toHaveLength(told + 1);
  });

  it('does nothing for a connection that is gone', async () => {
    const connection = await addPending('enabled');
    await service.request('PUT', at(`/${connection.id}/mode`), { as: admin, body: { mode: 'off' } });
    await service.request('DELETE', at(`/${connection.id}`), { as: admin });
    const test = aTest(connection);
    service.publish(test);
    await service.handled(test);
    const { rows } = await service.rows.query('SELECT 1 FROM dead_letter');
    expect(rows).toEqual([]);
  });
});
