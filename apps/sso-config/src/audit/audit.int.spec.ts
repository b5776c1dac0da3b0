import {
  type AuditEntry,
  type AuditPage,
  type Connection,
  type Principal,
  SessionRecoveryStarted,
  type Tenant,
} from '@portico/contracts';
import { fact } from '@portico/messaging';
import { Database, newId } from '@portico/service-kit';
import {
  type Answer,
  anAdminOf,
  ofThePlatform,
  refusalOf,
  type ServiceUnderTest,
  startServiceUnderTest,
  theImporter,
  thePlatform,
} from '../sso-config-house.fixture.js';
import { AuditController } from './audit.controller.js';
import { AuditStore } from './audit.store.js';

const CANARY = 'canary-77aa-tell-nobody';
const issuer = 'https://id.example.com/realms/acme';

describe(AuditController.name, () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let globex: Tenant;
  let admin: Principal;

  const at = (rest = ''): string => `/v1/tenants/${acme.id}/connections${rest}`;
  const call = async <Body = Connection>(
    method: string,
    path: string,
    { body, as = admin, tag }: { body?: object; as?: Principal; tag?: number } = {},
  ): Promise<Answer<Body>> =>
    await service.request<Body>(method, path, { as, body, headers: { 'if-match': `"${tag ?? 0}"` } });
  const add = async (): Promise<Connection> => {
    const { body } = await call('POST', at(), { body: { provider: 'keycloak' } });
    const values = { clientId: 'portico', clientSecret: CANARY, discoveryUrl: issuer };
    return (await call('PATCH', at(`/${body.id}`), { body: values, tag: 0 })).body;
  };
  const read = async (query = '', as = admin, tenant = acme): Promise<Answer<AuditPage>> =>
    await service.request<AuditPage>('GET', `/v1/tenants/${tenant.id}/audit${query}`, { as });
  const entriesOf = async ({ id }: { id: string }): Promise<AuditEntry[]> =>
    (await read(`?connectionId=${id}&limit=100`)).body.entries;
  const deedsOf = async (connection: Connection): Promise<object[]> =>
    (await entriesOf(connection)).map(({ action, detail }) => ({ action, ...detail })).reverse();

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await service.addTenant('acme');
    globex = await service.addTenant('globex');
    admin = anAdminOf(acme.id);
  });
  afterAll(async () => await service.stop());

  it("A01 answers another tenant's log with 404, and shows nothing of it", async () => {
    const connection = await add();
    const stranger = anAdminOf(globex.id);
    expect(refusalOf(await read('', stranger))).toEqual({ status: 404, code: 'not_found' });
    const { entries } = (await read(`?connectionId=${connection.id}`, stranger, globex)).body;
    expect(entries).toEqual([]);
  });

  it('A11 refuses it to a member', async () => {
    const member = anAdminOf(acme.id, { roles: ['member'] });
    expect(refusalOf(await read('', member))).toEqual({ status: 403, code: 'scope_insufficient' });
  });

  it.each(['?limit=0', '?limit=101', '?after=x', '?connectionId=1', '?until=now'])(
    'refuses %s',
    async (query) => {
      expect(refusalOf(await read(query))).toEqual({ status: 400, code: 'request_invalid' });
    },
  );

  it('A05 keeps no secret', async () => {
    const connection = await add();
    await call('PATCH', at(`/${connection.id}`), { body: { clientSecret: `${CANARY}-2` }, tag: 1 });
    const { text } = await read(`?connectionId=${connection.id}`);
    expect(text).toContain('clientSecret');
    expect(text).not.toMatch(/canary|eyJ/);
    const { rows } = await service.rows.query<{ text: string }>(
      `SELECT jsonb_agg(to_jsonb(a))::text AS text FROM audit_entry a`,
    );
    expect(rows[0]?.text).not.toMatch(/canary|eyJ/);
  });

  it('A10 is added to and never changed, not even by the service itself', async () => {
    const connection = await add();
    const change = async (statement: string): Promise<unknown> =>
      await service.app.get(Database).inTenant(acme.id, async (tx) => await tx.query(statement));
    for (const statement of [
      'DELETE FROM audit_entry',
      "UPDATE audit_entry SET done_by = 'portico'",
      'TRUNCATE audit_entry',
    ])
      await expect(change(statement)).rejects.toThrow(/permission denied/);
    expect(await entriesOf(connection)).not.toEqual([]);
  });

  it('A09 forgets what did not happen after all', async () => {
    const before = (await read('?limit=100')).body.entries.length;
    const work = service.app.get(Database).inTenant(acme.id, async (tx) => {
      await service.app.get(AuditStore).record(tx, acme.id, { actor: 'portico', action: 'settings.changed' });
      throw new Error('it went wrong');
    });
    await expect(work).rejects.toThrow('it went wrong');
    expect((await read('?limit=100')).body.entries).toHaveLength(before);
  });

  it('A09 tells the whole life of a connection, and outlives it', async () => {
    const connection = await add();
    const path = at(`/${connection.id}`);
    await call('PUT', `${path}/mode`, { body: { mode: 'enabled' } });
    await call('PATCH', path, { body: { tokenAuth: 'post', name: 'Staff' }, tag: 1 });
    await call('POST', `${path}/revisions/2/go-live`);
    await call('POST', `${path}/revisions/1/restore`);
    await call('PATCH', path, { body: { name: 'All' }, tag: 3 });
    await call('PUT', `${path}/mode`, { body: { mode: 'off' } });
    expect((await call('DELETE', path)).status).toBe(204);
    expect(await deedsOf(connection)).toEqual([
      { action: 'connection.added', provider: 'keycloak', name: 'Keycloak' },
      {
        action: 'connection.saved',
        revision: 1,
        pending: false,
        changed: ['clientId', 'clientSecret', 'issuer'],
      },
      { action: 'connection.mode_changed', from: 'off', mode: 'enabled' },
      { action: 'connection.saved', revision: 2, pending: true, changed: ['tokenAuth', 'name'] },
      { action: 'connection.went_live', revision: 2, tested: false },
      { action: 'connection.restored', revision: 3, pending: true, changed: ['tokenAuth'], restored: 1 },
      { action: 'connection.saved', changed: ['name'] },
      { action: 'connection.mode_changed', from: 'enabled', mode: 'off' },
      { action: 'connection.removed', provider: 'keycloak', name: 'All' },
    ]);
  });

  it('A09 tells nothing where nothing was changed', async () => {
    const connection = await add();
    const path = at(`/${connection.id}`);
    await call('PATCH', path, { body: { name: 'Keycloak', tokenAuth: 'auto' }, tag: 1 });
    await call('PUT', `${path}/mode`, { body: { mode: 'off' } });
    await call('PATCH', path, { body: { tokenAuth: 'post' }, tag: 7 });
    expect(await entriesOf(connection)).toHaveLength(2);
  });

  it('E08 tells every administrator of a recovery sign-in, once however often it is heard of, and no other tenant', async () => {
    const userId = newId();
    const started = fact(SessionRecoveryStarted, {
      tenantId: acme.id,
      subject: userId,
      data: { sessionId: 'Qy5X0nGQbZ0', userId, reference: 'OTTER-2719', endsAt: '2026-11-23T08:30:00.000Z' },
    });
    for (const again of [started, started]) {
      service.publish(again);
      await service.handled(again);
    }
    const tellsOf = async (as: Principal, tenant: Tenant): Promise<AuditEntry[]> =>
      (await read('?limit=100', as, tenant)).body.entries.filter(
        ({ action }) => action === 'recovery.started',
      );
    expect(await tellsOf(admin, acme)).toEqual([
      expect.objectContaining({
        by: `user:${userId}`,
        byPlatform: false,
        detail: { reference: 'OTTER-2719' },
      }),
    ]);
    expect(await tellsOf(anAdminOf(globex.id), globex)).toEqual([]);
  });

  it('tells who may use a password until when, and why', async () => {
    const userId = '0199d5a0-0000-7000-8000-00000000beef';
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const path = `/v1/tenants/${acme.id}/exemptions/${userId}`;
    await call('PUT', path, { body: { until, reason: 'Contractor' } });
    await call('DELETE', path);
    const [ended, granted] = (await read('?limit=2')).body.entries;
    expect(granted).toMatchObject({
      action: 'exemption.granted',
      detail: { userId, until, reason: 'Contractor' },
    });
    expect(ended).toMatchObject({ action: 'exemption.ended', detail: { userId }, connectionId: null });
  });

  it('tells the people of the tenant from the platform', async () => {
    const connection = await add();
    await call('PUT', at(`/${connection.id}/mode`), { body: { mode: 'enforced' }, as: theImporter() });
    const [newest, second] = await entriesOf(connection);
    expect(newest).toMatchObject({ by: 'machine:importer', byPlatform: true });
    expect(second).toMatchObject({ by: `user:${admin.subject}`, byPlatform: false });
  });

  describe('when somebody of the platform looks', () => {
    const readsOf = async (tenant: Tenant): Promise<AuditEntry[]> =>
      (await read('?limit=100', anAdminOf(tenant.id), tenant)).body.entries.filter(
        ({ action }) => action === 'support.read',
      );
    const look = async ({ id }: Tenant, rest: string, as = ofThePlatform('support')): Promise<number> =>
      (await service.request('GET', `/v1/tenants/${id}${rest}`, { as })).status;

    it.each([
      '/sso',
      '/audit',
      '/connections/{id}',
      '/connections/{id}/revisions',
      '/domains',
      '/exemptions',
    ])('A09 tells of %s', async (rest) => {
      const tenant = await service.addTenant(`seen-${Math.random().toString(36).slice(2, 8)}`);
      const { body } = await service.request<Connection>('POST', `/v1/tenants/${tenant.id}/connections`, {
        as: anAdminOf(tenant.id),
        body: { provider: 'okta' },
      });
      expect(await look(tenant, rest.replace('{id}', body.id))).toBe(200);
      expect(await readsOf(tenant)).toMatchObject([
        { by: `user:${ofThePlatform('support').subject}`, byPlatform: true, connectionId: null },
      ]);
    });

    it('tells once an hour of each person, of many readings at once too', async () => {
      const tenant = await service.addTenant('reloaded');
      await Promise.all([...Array(6).keys()].map(async () => await look(tenant, '/sso')));
      await look(tenant, '/domains');
      await look(tenant, '/sso', ofThePlatform('operator'));
      expect(await readsOf(tenant)).toHaveLength(2);
      await service.rows.query(`SELECT set_config('portico.tenant', $1, false)`, [tenant.id]);
      await service.rows.query(
        `UPDATE audit_entry SET at = at - interval '61 minutes' WHERE tenant_id = $1`,
        [tenant.id],
      );
      await look(tenant, '/sso');
      expect(await readsOf(tenant)).toHaveLength(3);
    });

    it("tells nothing of the tenant's own people, of machines, and of a tenant that is none", async () => {
      const tenant = await service.addTenant('unseen');
      await look(tenant, '/sso', anAdminOf(tenant.id));
      await look(tenant, '/sso', thePlatform());
      expect(await readsOf(tenant)).toEqual([]);
      expect(await look({ ...tenant, id: '0199d5a0-0000-7000-8000-00000000ffff' }, '/sso')).toBe(404);
    });
  });

  it('gives it page by page, newest first, without a gap', async () => {
    const { id } = await service.addTenant('busy');
    const as = thePlatform();
    for (let n = 0; n < 7; n++)
      await service.request('POST', `/v1/tenants/${id}/connections`, {
        as,
        body: { provider: 'okta', name: `${n}` },
      });
    const names: unknown[] = [];
    let after = '';
    for (let page = 0; page < 4; page++) {
      const query = `?limit=3${after && `&after=${after}`}`;
      const { entries, nextCursor } = (await read(query, as, { id } as Tenant)).body;
      names.push(
        ...entries.filter(({ action }) => action === 'connection.added').map(({ detail }) => detail['name']),
      );
      if (nextCursor === null) break;
      after = nextCursor;
    }
    expect(names).toEqual(['6', '5', '4', '3', '2', '1', '0']);
  });
});
