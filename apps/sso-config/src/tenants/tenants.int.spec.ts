import type { Tenant } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import {
  type ServiceUnderTest,
  anAdminOf,
  startServiceUnderTest,
  thePlatform,
} from '../sso-config-house.fixture.js';
import { TenantStore } from './tenant.store.js';
import { TenantsController } from './tenants.controller.js';

describe(TenantsController.name, () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let globex: Tenant;

  const addTenant = async (slug: string): Promise<Tenant> =>
    (await service.request<Tenant>('POST', '/v1/tenants', { as: thePlatform(), body: { slug, name: slug } }))
      .body;

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await addTenant('acme');
    globex = await addTenant('globex');
  });
  afterAll(async () => await service.stop());

  it('refuses a request without a token, with a challenge', async () => {
    const { status, headers, body } = await service.request('GET', `/v1/tenants/${acme.id}`);
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'token_invalid' });
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(headers.get('www-authenticate')).toContain('invalid_token');
  });

  it.each([
    ['POST', '/v1/tenants', { slug: 'initech', name: 'Initech' }],
    ['GET', '/v1/tenants', undefined],
  ])('refuses %s %s by the admin of one tenant', async (method, path, body) => {
    const { status, body: problem } = await service.request(method, path, { as: anAdminOf(acme.id), body });
    expect({ status, code: problem.code }).toEqual({ status: 403, code: 'scope_insufficient' });
  });

  it.each([
    ['GET', '', undefined],
    ['PATCH', '', { name: 'Mine now' }],
    ['GET', '/sso', undefined],
    ['POST', '/connections', { provider: 'okta' }],
  ])(
    'A01 answers %s %s with the id of another tenant like an id that nobody has',
    async (method, path, body) => {
      const options = { as: anAdminOf(acme.id), body };
      const foreign = await service.request(method, `/v1/tenants/${globex.id}${path}`, options);
      const unknown = await service.request(
        method,
        `/v1/tenants/0199d5a0-0000-7000-8000-00000000ffff${path}`,
        options,
      );
      expect({ status: foreign.status, code: foreign.body.code }).toEqual({ status: 404, code: 'not_found' });
      expect({ ...unknown.body, traceId: '' }).toEqual({ ...foreign.body, traceId: '' });
    },
  );

  it('A01 answers what is no id at all with 404', async () => {
    const { status } = await service.request('GET', '/v1/tenants/acme', { as: thePlatform() });
    expect(status).toBe(404);
  });

  it('A02 sees no row of a tenant outside its transaction', async () => {
    const database = service.app.get(Database);
    const tenants = service.app.get(TenantStore);
    await expect(database.transaction((tx) => tenants.list(tx, { limit: 10 }))).resolves.toEqual([]);
    await expect(database.inTenant(globex.id, (tx) => tenants.get(tx, acme.id))).rejects.toThrow('not_found');
    await expect(
      database.acrossTenants((tx) => tx.query(`UPDATE tenant SET name = 'x' RETURNING slug`)),
    ).resolves.toEqual([[], 0]);
  });

  it.each([
    ['an operator', { $ne: 'x' }, '/slug'],
    ['an array', ['acme'], '/slug'],
    ['capital letters', 'ACME', '/slug'],
    ['nothing', undefined, '/slug'],
  ])('A03 refuses %s for a slug and names the field', async (_, slug, pointer) => {
    const { status, body } = await service.request('POST', '/v1/tenants', {
      as: thePlatform(),
      body: { slug, name: 'Initech' },
    });
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'request_invalid' });
    expect(body.errors).toEqual([expect.objectContaining({ pointer })]);
  });

  it.each([['tenantId'], ['status'], ['settingsVersion'], ['domainVerified']])(
    'A13 refuses the unknown field %s',
    async (field) => {
      const { status, body } = await service.request('POST', '/v1/tenants', {
        as: thePlatform(),
        body: { slug: 'initech', name: 'Initech', [field]: 'active' },
      });
      expect({ status, code: body.code }).toEqual({ status: 400, code: 'request_invalid' });
      expect(JSON.stringify(body.errors)).toContain(field);
    },
  );

  it.each([
    ['is not JSON', '{"slug":'],
    ['is too large', JSON.stringify({ slug: 'initech', name: 'x'.repeat(200_000) })],
  ])('refuses a body that %s', async (_, body) => {
    const { status, body: problem } = await service.request('POST', '/v1/tenants', {
      as: thePlatform(),
      body,
    });
    expect(problem.code).toBe('request_invalid');
    expect(status).toBeLessThan(500);
  });

  it('refuses an unknown member of the query', async () => {
    const { status, body } = await service.request('GET', '/v1/tenants?slugs=acme', { as: thePlatform() });
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'request_invalid' });
  });

  it('refuses a slug that another tenant has', async () => {
    const { status, body } = await service.request('POST', '/v1/tenants', {
      as: thePlatform(),
      body: { slug: 'acme', name: 'Another Acme' },
    });
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'slug_taken' });
  });

  it('refuses to make the tenant "platform" for an operator, and makes it for a machine', async () => {
    const operator = anAdminOf(acme.id, { roles: ['operator'] });
    const body = { slug: 'platform', name: 'Portico' };
    const refused = await service.request('POST', '/v1/tenants', { as: operator, body });
    expect({ status: refused.status, code: refused.body.code }).toEqual({
      status: 403,
      code: 'scope_insufficient',
    });
    expect((await service.request('POST', '/v1/tenants', { as: thePlatform(), body })).status).toBe(201);
  });

  it('refuses a machine application of one tenant that lifts its own suspension', async () => {
    const options = { as: thePlatform({ tenantId: globex.id }), body: { status: 'active' } };
    const { status, body } = await service.request('PATCH', `/v1/tenants/${globex.id}`, options);
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'scope_insufficient' });
  });

  it('adds a tenant at version 1 and tells so', async () => {
    expect(acme).toMatchObject({ slug: 'acme', status: 'active', settingsVersion: 1 });
    const { rows } = await service.rows.query(
      'SELECT type, subject, data FROM outbox_event WHERE tenant_id = $1',
      [acme.id],
    );
    expect(rows).toEqual([
      { type: 'sso.config.changed', subject: acme.id, data: { version: 1, changed: ['tenant'] } },
    ]);
  });

  it('raises the version with each change, and not without one', async () => {
    const { id } = await addTenant('umbrella');
    const patch = async (body: object): Promise<number> =>
      (await service.request<Tenant>('PATCH', `/v1/tenants/${id}`, { as: thePlatform(), body })).body
        .settingsVersion;
    await expect(patch({ name: 'Umbrella' })).resolves.toBe(2);
    await expect(patch({ name: 'Umbrella' })).resolves.toBe(2);
    await expect(patch({})).resolves.toBe(2);
    await expect(patch({ status: 'suspended' })).resolves.toBe(3);
    const { rows } = await service.rows.query('SELECT 1 FROM outbox_event WHERE tenant_id = $1', [id]);
    expect(rows).toHaveLength(3);
  });

  it('finds a tenant by its slug, and none by an unknown one', async () => {
    const list = async (query: string): Promise<unknown> =>
      (await service.request('GET', `/v1/tenants?${query}`, { as: thePlatform() })).body;
    await expect(list('slug=acme')).resolves.toEqual({ tenants: [acme], nextCursor: null });
    await expect(list('slug=nobody')).resolves.toEqual({ tenants: [], nextCursor: null });
  });

  it.each([
    ['one letter', 'search=a'],
    ['a letter and blanks', 'search=a%20%20'],
    ['too much', `search=${'a'.repeat(121)}`],
  ])('refuses to search for %s', async (_, query) => {
    const { status, body } = await service.request('GET', `/v1/tenants?${query}`, { as: thePlatform() });
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'request_invalid' });
  });

  it.each([
    ['a part of a slug', 'finch', ['finch-law', 'mockingbird']],
    ['a part of a name, in capitals', 'KINGB', ['mockingbird']],
    ['what has a name of its own in SQL', '100%', ['hundred']],
    ['wildcards', '%%', []],
    ['an underscore', '_a', []],
    ['SQL', "' OR 1=1 --", []],
    ['letters beyond ASCII', 'ÜLLER', ['hundred']],
  ])('A03 searches for %s', async (_, search, slugs) => {
    const list = async (): Promise<string[]> => {
      const path = `/v1/tenants?search=${encodeURIComponent(search)}`;
      const { body } = await service.request<{ tenants: Tenant[] }>('GET', path, { as: thePlatform() });
      return body.tenants.map(({ slug }) => slug);
    };
    if ((await service.rows.query(`SELECT 1 FROM tenant WHERE slug = 'hundred'`)).rows.length === 0) {
      await addTenant('finch-law');
      const mocking = await addTenant('mockingbird');
      const hundred = await addTenant('hundred');
      const rename = async ({ id }: Tenant, name: string): Promise<void> => {
        await service.request('PATCH', `/v1/tenants/${id}`, { as: thePlatform(), body: { name } });
      };
      await rename(mocking, 'The Mockingbird of Atticus Finch');
      await rename(hundred, '100% Müller');
    }
    await expect(list()).resolves.toEqual(slugs);
  });

  it('lists all tenants page by page, each once', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    do {
      const path: string = `/v1/tenants?limit=2${cursor ? `&after=${cursor}` : ''}`;
      const { body } = await service.request<{ tenants: Tenant[]; nextCursor: string | null }>('GET', path, {
        as: thePlatform(),
      });
      seen.push(...body.tenants.map(({ slug }: Tenant) => slug));
      cursor = body.nextCursor;
    } while (cursor);
    const { rows } = await service.rows.query<Tenant>('SELECT slug FROM tenant ORDER BY tenant_id');
    expect(seen).toEqual(rows.map(({ slug }) => slug));
  });
});
