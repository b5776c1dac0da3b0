import { inspect } from 'node:util';
import type { Connection, Principal, Problem, Tenant } from '@portico/contracts';
import { open } from '@portico/secrets';
import {
  type Answer,
  anAdminOf,
  type ServiceUnderTest,
  startServiceUnderTest,
  thePlatform,
} from '../sso-config-house.fixture.js';
import { ConnectionsController } from './connections.controller.js';

const CANARY = 'canary-9f2c-tell-nobody';
const okta = 'https://acme.okta.example.com';

describe(ConnectionsController.name, () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let globex: Tenant;
  let admin: Principal;

  const at = (id = '', tenant = acme): string => `/v1/tenants/${tenant.id}/connections${id && `/${id}`}`;
  const addTenant = async (slug: string): Promise<Tenant> =>
    (await service.request<Tenant>('POST', '/v1/tenants', { as: thePlatform(), body: { slug, name: slug } }))
      .body;
  const addDraft = async (): Promise<Connection> =>
    (await service.request<Connection>('POST', at(), { as: admin, body: { provider: 'okta' } })).body;
  const patch = async <Body = Problem>({ id, revision }: Connection, body: object): Promise<Answer<Body>> =>
    await service.request<Body>('PATCH', at(id), {
      as: admin,
      body,
      headers: { 'if-match': `"${revision}"` },
    });
  const values = { clientId: 'portico', clientSecret: CANARY, discoveryUrl: okta };
  const addComplete = async (): Promise<Connection> =>
    (await patch<Connection>(await addDraft(), values)).body;
  const setMode = async ({ id }: Connection, mode: string, as = admin): Promise<Answer<Problem>> =>
    await service.request('PUT', `${at(id)}/mode`, { as, body: { mode } });
  const versionOf = async ({ id }: Tenant): Promise<number> =>
    (await service.request<Tenant>('GET', `/v1/tenants/${id}`, { as: thePlatform() })).body.settingsVersion;
  const sealedOf = async ({ id }: Connection): Promise<string> => {
    const { rows } = await service.rows.query<{ sealed_client_secret: string }>(
      'SELECT sealed_client_secret FROM connection WHERE id = $1',
      [id],
    );
    return rows[0]?.sealed_client_secret ?? '';
  };
  const refusal = ({ status, body }: Answer<Problem>): object => ({ status, code: body.code });

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await addTenant('acme');
    globex = await addTenant('globex');
    admin = anAdminOf(acme.id);
  });
  beforeEach(() => {
    service.inspect = (url) => ({
      ok: {
        issuer: url.replace(/\/(\.well-known\/openid-configuration)?$/, ''),
        authorizationEndpoint: `${url}/authorize`,
        tokenEndpoint: `${url}/token`,
        tokenAuthMethods: [],
      },
    });
  });
  afterAll(async () => await service.stop());

  it.each([
    ['GET', '', undefined],
    ['PATCH', '', { name: 'Mine now' }],
    ['DELETE', '', undefined],
    ['PUT', '/mode', { mode: 'off' }],
  ])(
    "A01 answers %s%s on another tenant's connection with 404, under either tenant's path",
    async (method, rest, body) => {
      const { id } = await addDraft();
      const headers = { 'if-match': '"0"' };
      const other = { as: anAdminOf(globex.id), body, headers };
      expect((await service.request(method, at(id) + rest, other)).status).toBe(404);
      expect(refusal(await service.request(method, at(id, globex) + rest, other))).toEqual({
        status: 404,
        code: 'not_found',
      });
      expect((await service.request(method, at('okta') + rest, { ...other, as: admin })).status).toBe(404);
      const { body: kept } = await service.request('GET', at(id), { as: admin });
      expect(kept).toMatchObject({ name: 'Okta', mode: 'off' });
    },
  );

  it.each([['id'], ['tenantId'], ['mode'], ['revision'], ['issuer'], ['sealedClientSecret']])(
    'A13 refuses the unknown field %s and changes nothing',
    async (field) => {
      const draft = await addDraft();
      const answer = await patch(draft, { clientId: 'portico', [field]: globex.id });
      expect(refusal(answer)).toEqual({ status: 400, code: 'request_invalid' });
      expect(JSON.stringify(answer.body.errors)).toContain(field);
      expect((await service.request('GET', at(draft.id), { as: admin })).body).toEqual(draft);
    },
  );

  it.each([
    ['clientId', { clientId: '' }],
    ['scopes', { scopes: ['email'] }],
    ['userinfoMethod', { userinfoMethod: 'PUT' }],
    ['tokenAuth', { tokenAuth: { $gt: '' } }],
  ])('refuses a misfit %s and names the field', async (field, body) => {
    const answer = await patch(await addDraft(), body);
    expect(refusal(answer)).toEqual({ status: 400, code: 'request_invalid' });
    expect(answer.body.errors?.[0]?.pointer).toMatch(new RegExp(`^/${field}`));
  });

  it.each([undefined, 'abc', '*', 'W/"0"'])(
    'refuses a change with If-Match %s and names the header',
    async (value) => {
      const { id } = await addDraft();
      const headers: Record<string, string> = value === undefined ? {} : { 'if-match': value };
      const answer = await service.request('PATCH', at(id), { as: admin, body: { clientId: 'x' }, headers });
      expect(refusal(answer)).toEqual({ status: 400, code: 'request_invalid' });
      expect(answer.body.errors?.[0]?.message).toContain('If-Match');
    },
  );

  it('A14 refuses a change that was made from an older revision', async () => {
    const draft = await addDraft();
    await patch(draft, { clientId: 'portico' });
    expect(refusal(await patch(draft, { clientId: 'late' }))).toEqual({
      status: 412,
      code: 'revision_conflict',
    });
  });

  it('A14 lets one of ten admins win who save at once, and mixes no values', async () => {
    const draft = await addDraft();
    const numbers = [...Array(10).keys()];
    const answers = await Promise.all(
      numbers.map((n) =>
        patch(draft, { clientId: `client-${n}`, clientSecret: `secret-${n}`, discoveryUrl: `${okta}/${n}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(9);
    const { body } = await service.request<Connection>('GET', at(draft.id), { as: admin });
    const winner = body.clientId?.split('-')[1];
    expect(body).toMatchObject({ revision: 1, issuer: `${okta}/${winner}` });
    const place = { tenantId: acme.id, connectionId: draft.id, field: 'clientSecret' };
    await expect(open(service.privateKeys, await sealedOf(draft), place)).resolves.toBe(`secret-${winner}`);
  });

  it.each([
    ['the client id', { clientId: 'other' }],
    ['the issuer', { discoveryUrl: 'https://evil.example.com' }],
    [
      'the issuer, with a mask for the secret,',
      { discoveryUrl: 'https://evil.example.com', clientSecret: '********' },
    ],
  ])('A04 refuses to change %s without the secret', async (_, change) => {
    const connection = await addComplete();
    expect(refusal(await patch(connection, change))).toEqual({ status: 422, code: 'client_secret_required' });
    expect((await service.request('GET', at(connection.id), { as: admin })).body).toEqual(connection);
  });

  it('A04 refuses a discovery URL of the same host that now leads to another issuer', async () => {
    const connection = await addComplete();
    service.inspect = () => ({
      ok: {
        issuer: 'https://evil.example.com',
        authorizationEndpoint: 'https://evil.example.com/authorize',
        tokenEndpoint: 'https://evil.example.com/token',
        tokenAuthMethods: [],
      },
    });
    expect(refusal(await patch(connection, { discoveryUrl: okta }))).toEqual({
      status: 422,
      code: 'client_secret_required',
    });
  });

  it('A04 refuses to point a draft with a secret at its first issuer without the secret', async () => {
    const { body: draft } = await patch<Connection>(await addDraft(), { clientSecret: CANARY });
    expect(refusal(await patch(draft, { discoveryUrl: okta }))).toEqual({
      status: 422,
      code: 'client_secret_required',
    });
  });

  it.each(['discovery_url_private', 'discovery_not_openid', 'discovery_issuer_mismatch'] as const)(
    'refuses a discovery URL with %s as the broker does',
    async (code) => {
      const draft = await addDraft();
      service.inspect = () => ({ error: { code } });
      expect(refusal(await patch(draft, values))).toEqual({ status: 422, code });
      expect((await service.request('GET', at(draft.id), { as: admin })).body).toEqual(draft);
    },
  );

  it('refuses to switch on a draft', async () => {
    const { body: half } = await patch<Connection>(await addDraft(), {
      clientId: 'portico',
      discoveryUrl: okta,
    });
    for (const mode of ['enabled', 'enforced'])
      expect(refusal(await setMode(half, mode))).toEqual({ status: 409, code: 'connection_not_ready' });
  });

  it.each([
    ['an admin whose application has the scope sso:seed', () => admin],
    ['a machine application without sso:seed', () => thePlatform()],
    [
      'a machine application of one tenant',
      () => thePlatform({ tenantId: acme.id, scopes: ['sso:write', 'sso:seed'] }),
    ],
  ])('refuses to enforce without a rehearsal for %s', async (_, bearer) => {
    const connection = await addComplete();
    expect(refusal(await setMode(connection, 'enforced', bearer()))).toEqual({
      status: 409,
      code: 'rehearsal_required',
    });
  });

  it('enforces without a rehearsal for the platform with sso:seed', async () => {
    const connection = await addComplete();
    const answer = await setMode(connection, 'enforced', thePlatform({ scopes: ['sso:write', 'sso:seed'] }));
    expect(answer.body).toMatchObject({ mode: 'enforced', revision: 1 });
  });

  it('refuses to remove a connection that is on', async () => {
    const connection = await addComplete();
    await setMode(connection, 'enabled');
    const answer = await service.request('DELETE', at(connection.id), { as: admin });
    expect(refusal(answer)).toEqual({ status: 409, code: 'connection_on' });
  });

  it('refuses a connection too many', async () => {
    const { id } = await addTenant('hoarder');
    const as = anAdminOf(id);
    const body = { provider: 'keycloak' };
    const addAtOnce = (count: number) =>
      Promise.all(
        Array.from({ length: count }, () =>
          service.request('POST', `/v1/tenants/${id}/connections`, { as, body }),
        ),
      );
    const answers = [];
    // Not all at once, which a busy machine refuses for another reason.
    for (const count of [9, 10, 10, 10, 10, 2]) answers.push(...(await addAtOnce(count)));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(refusal)).toEqual([{ status: 409, code: 'connection_limit_reached' }]);
  });

  it('removes a connection that is off, with every secret that it had', async () => {
    const connection = await addComplete();
    expect((await service.request('DELETE', at(connection.id), { as: admin })).status).toBe(204);
    expect((await service.request('GET', at(connection.id), { as: admin })).status).toBe(404);
    const { rows } = await service.rows.query('SELECT 1 FROM connection_revision WHERE connection_id = $1', [
      connection.id,
    ]);
    expect(rows).toEqual([]);
  });

  it('A05 lets the secret out in no answer, log line, row or fact, failures included', async () => {
    const connection = await addComplete();
    const answers = [
      await patch(connection, { clientSecret: CANARY, clientId: '' }),
      await patch(connection, { clientSecret: { [CANARY]: CANARY } }),
      await patch({ ...connection, revision: 9 }, { clientSecret: CANARY }),
      await patch(connection, { clientSecret: CANARY, clientId: 'nul\u0000character' }),
      await service.request('PATCH', at(connection.id), {
        as: admin,
        body: `{"clientSecret":"${CANARY}"`,
        headers: { 'if-match': '"1"' },
      }),
      await service.request('PATCH', at(connection.id), {
        as: admin,
        body: `{"clientSecret":${CANARY}}`,
        headers: { 'if-match': '"1"' },
      }),
      await patch(connection, { clientSecret: CANARY }),
      await service.request('GET', at(connection.id), { as: admin }),
      await service.request('GET', `/v1/tenants/${acme.id}/sso`, { as: admin }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 412, 422, 400, 400, 200, 200, 200]);
    const logged = inspect(service.logged, { depth: 12, maxStringLength: null, maxArrayLength: null });
    for (const place of [...answers.map(({ text }) => text), logged, await service.dump()])
      expect(place).not.toContain(CANARY.slice(0, 8));
    const sealed = await sealedOf(connection);
    for (const { text } of answers) expect(text).not.toContain(sealed);
    const { rows } = await service.rows.query('SELECT data::text FROM outbox_event');
    expect(JSON.stringify(rows)).not.toContain(sealed);
  });

  it('A06 seals the secret to the place of the connection', async () => {
    const [connection, other] = [await addComplete(), await addComplete()];
    const sealed = await sealedOf(connection);
    const place = { tenantId: acme.id, connectionId: connection.id, field: 'clientSecret' };
    await expect(open(service.privateKeys, sealed, place)).resolves.toBe(CANARY);
    await expect(open(service.privateKeys, sealed, { ...place, connectionId: other.id })).rejects.toThrow();
    await expect(open(service.privateKeys, sealed, { ...place, tenantId: globex.id })).rejects.toThrow();
  });

  it('makes a draft whose redirect URI is known before any value', async () => {
    const answer = await service.request<Connection>('POST', at(), {
      as: admin,
      body: { provider: 'azure', name: ' Work ' },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"0"');
    expect(answer.body).toMatchObject({
      name: 'Work',
      mode: 'off',
      revision: 0,
      redirectUri: `https://sso.example.com/oauth2/idpresponse/${answer.body.id}`,
      clientSecretSet: false,
      issuer: null,
      scopes: ['openid', 'email', 'profile'],
    });
  });

  it('stores the issuer that the broker found, not the address that was typed', async () => {
    const wellKnown = `${okta}/.well-known/openid-configuration`;
    const answer = await patch(await addDraft(), { ...values, discoveryUrl: wellKnown });
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toMatchObject({
      issuer: okta,
      clientId: 'portico',
      clientSecretSet: true,
      revision: 1,
    });
  });

  it('keeps the revision for a new name and raises it for a new value, and the version for both', async () => {
    const connection = await addComplete();
    const version = await versionOf(acme);
    expect((await patch<Connection>(connection, { name: 'Okta' })).body.revision).toBe(1);
    expect(await versionOf(acme)).toBe(version);
    expect((await patch(connection, { name: 'Staff' })).body).toMatchObject({ revision: 1, name: 'Staff' });
    expect(await versionOf(acme)).toBe(version + 1);
    expect(
      (await patch<Connection>(connection, { userinfoMethod: 'POST', discoveryUrl: okta })).body.revision,
    ).toBe(2);
    expect(await versionOf(acme)).toBe(version + 2);
  });

  it('keeps every revision with who saved it', async () => {
    const connection = await addComplete();
    await patch(connection, { tokenAuth: 'basic' });
    const { rows } = await service.rows.query(
      `SELECT revision, "values"->>'tokenAuth' AS token_auth, saved_by FROM connection_revision
        WHERE connection_id = $1 ORDER BY revision`,
      [connection.id],
    );
    const saved_by = `user:${admin.subject}`;
    expect(rows).toEqual([
      { revision: 1, token_auth: 'auto', saved_by },
      { revision: 2, token_auth: 'basic', saved_by },
    ]);
  });

  it('E04 refuses a member who would lower the mode, and leaves it', async () => {
    const connection = await addComplete();
    await setMode(connection, 'enforced', thePlatform({ scopes: ['sso:write', 'sso:seed'] }));
    for (const mode of ['enabled', 'off']) {
      const answer = await setMode(connection, mode, anAdminOf(acme.id, { roles: ['member'] }));
      expect(refusal(answer)).toEqual({ status: 403, code: 'scope_insufficient' });
    }
    const { body } = await service.request<Connection>('GET', at(connection.id), { as: admin });
    expect(body.mode).toBe('enforced');
  });

  it('tells each change of mode once', async () => {
    const connection = await addComplete();
    await setMode(connection, 'enabled');
    await setMode(connection, 'enabled');
    await setMode(connection, 'off');
    const { rows } = await service.rows.query(
      `SELECT data->>'mode' AS mode FROM outbox_event
        WHERE data->>'connectionId' = $1 AND data->'changed' ? 'connection_mode' ORDER BY id`,
      [connection.id],
    );
    expect(rows).toEqual([{ mode: 'enabled' }, { mode: 'off' }]);
  });
});
