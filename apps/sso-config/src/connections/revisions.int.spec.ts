import { type Connection, type ConnectionRevision, type Principal, type Tenant } from '@portico/contracts';
import { open } from '@portico/secrets';
import {
  type Answer,
  anAdminOf,
  refusalOf,
  type ServiceUnderTest,
  startServiceUnderTest,
  theImporter,
  thePlatform,
} from '../sso-config-house.fixture.js';
import { ConnectionRevisionsController } from './connection-revisions.controller.js';

const issuer = 'https://id.example.com/realms/acme';
const elsewhere = 'https://id.example.com/realms/globex';

describe(ConnectionRevisionsController.name, () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let globex: Tenant;
  let admin: Principal;

  const at = (id = ''): string => `/v1/tenants/${acme.id}/connections${id && `/${id}`}`;
  const call = async <Body = Connection>(
    method: string,
    path: string,
    { body, as = admin, tag }: { body?: object; as?: Principal; tag?: number } = {},
  ): Promise<Answer<Body>> =>
    await service.request<Body>(method, path, {
      as,
      body,
      headers: tag === undefined ? {} : { 'if-match': `"${tag}"` },
    });
  const patch = async ({ id }: Connection, tag: number, body: object): Promise<Answer<Connection>> =>
    await call('PATCH', at(id), { body, tag });
  /** A connection with revision 1 in this mode. */
  const add = async (mode: 'off' | 'enabled' | 'enforced'): Promise<Connection> => {
    const { body: draft } = await call('POST', at(), { body: { provider: 'keycloak' } });
    await patch(draft, 0, { clientId: 'portico', clientSecret: 'first', discoveryUrl: issuer });
    const as = theImporter();
    return (await call('PUT', `${at(draft.id)}/mode`, { body: { mode }, as })).body;
  };
  const read = async ({ id }: Connection): Promise<Answer<Connection>> => await call('GET', at(id));
  const history = async ({ id }: Connection): Promise<ConnectionRevision[]> =>
    (await call<{ revisions: ConnectionRevision[] }>('GET', `${at(id)}/revisions`)).body.revisions;
  const restore = async (
    { id }: Connection,
    revision: number | string,
    as = admin,
  ): Promise<Answer<Connection>> => await call('POST', `${at(id)}/revisions/${revision}/restore`, { as });
  const goLive = async (
    { id }: Connection,
    revision: number | string,
    as = admin,
  ): Promise<Answer<Connection>> => await call('POST', `${at(id)}/revisions/${revision}/go-live`, { as });
  const projected = async ({ id }: Connection): Promise<object | undefined> =>
    (await service.settingsOf(acme)).connections.find((connection) => connection.id === id);
  const secretOf = async ({ id }: Connection): Promise<string> => {
    const { sealedClientSecret } = (await projected({ id } as Connection)) as { sealedClientSecret: string };
    const place = { tenantId: acme.id, connectionId: id, field: 'clientSecret' };
    return await open(service.privateKeys, sealedClientSecret, place);
  };

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await service.addTenant('acme');
    globex = await service.addTenant('globex');
    admin = anAdminOf(acme.id);
  });
  afterAll(async () => await service.stop());

  it.each([
    ['GET', ''],
    ['POST', '/1/restore'],
    ['POST', '/1/go-live'],
  ])("A01 answers %s revisions%s of another tenant's connection with 404", async (method, rest) => {
    const { id } = await add('off');
    const as = anAdminOf(globex.id);
    const foreign = `/v1/tenants/${globex.id}/connections/${id}/revisions${rest}`;
    for (const path of [`${at(id)}/revisions${rest}`, foreign])
      expect(refusalOf(await call(method, path, { as }))).toEqual({ status: 404, code: 'not_found' });
  });

  it.each(['0', '9', 'x', '1e0', '99999999999'])(
    'answers revision %s, which never was, with 404',
    async (n) => {
      const connection = await add('enabled');
      for (const answer of [await restore(connection, n), await goLive(connection, n)])
        expect(refusalOf(answer)).toEqual({ status: 404, code: 'not_found' });
    },
  );

  it.each([
    ['restore', 'sso:read'],
    ['go-live', 'sso:read'],
  ] as const)('refuses to %s with the scope %s alone', async (what, scope) => {
    const connection = await add('enabled');
    const as = thePlatform({ scopes: [scope] });
    const answer = await call('POST', `${at(connection.id)}/revisions/1/${what}`, { as });
    expect(refusalOf(answer)).toEqual({ status: 403, code: 'scope_insufficient' });
  });

  describe('values saved on a connection that is on', () => {
    it.each(['enabled', 'enforced'] as const)(
      'wait while it is %s, and logins go on as before',
      async (mode) => {
        const connection = await add(mode);
        const before = await projected(connection);
        const answer = await patch(connection, 1, { userinfoMethod: 'POST' });
        expect(answer.headers.get('etag')).toBe('"2"');
        expect(answer.body).toMatchObject({ revision: 1, pendingRevision: 2, userinfoMethod: 'GET' });
        expect(await projected(connection)).toEqual(before);
        expect((await service.changesOf(acme)).at(-1)).toEqual(['connection_pending']);
      },
    );

    it('are changed by the next save, and replaced by it', async () => {
      const connection = await add('enabled');
      await patch(connection, 1, { userinfoMethod: 'POST' });
      const { body } = await patch(connection, 2, { tokenAuth: 'post' });
      expect(body).toMatchObject({ revision: 1, pendingRevision: 3 });
      expect(await history(connection)).toMatchObject([
        { revision: 3, status: 'pending', changed: ['tokenAuth'], userinfoMethod: 'POST', tokenAuth: 'post' },
        { revision: 2, status: 'superseded', changed: ['userinfoMethod'], userinfoMethod: 'POST' },
        { revision: 1, status: 'live', userinfoMethod: 'GET', tokenAuth: 'auto' },
      ]);
    });

    it('A14 are refused when made from the live revision beside a pending one', async () => {
      const connection = await add('enabled');
      await patch(connection, 1, { userinfoMethod: 'POST' });
      expect(refusalOf(await patch(connection, 1, { tokenAuth: 'post' }))).toEqual({
        status: 412,
        code: 'revision_conflict',
      });
    });

    it('A14 tell the second of two admins what the first has saved, and no secret', async () => {
      const connection = await add('enabled');
      await patch(connection, 1, { userinfoMethod: 'POST', clientSecret: 'second' });
      await patch(connection, 2, { tokenAuth: 'post' });
      const late = await patch(connection, 1, { emailClaim: 'upn' });
      const [savedBy, savedAt] = [`user:${admin.subject}`, expect.any(String) as string];
      expect(late.body).toMatchObject({
        code: 'revision_conflict',
        changes: [
          { revision: 3, savedBy, savedAt, changed: ['tokenAuth'] },
          { revision: 2, savedBy, savedAt, changed: ['clientSecret', 'userinfoMethod'] },
        ],
      });
      expect(late.text).not.toMatch(/eyJ|second|POST/);
      expect((await patch(connection, 9, { emailClaim: 'upn' })).body).toMatchObject({ changes: [] });
    });

    it('A14 let one of ten admins win who save at once', async () => {
      const connection = await add('enabled');
      const answers = await Promise.all(
        [...Array(10).keys()].map((n) => patch(connection, 1, { emailClaim: `mail-${n}` })),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 412)).toHaveLength(9);
      expect(await history(connection)).toHaveLength(2);
    });

    it('A04 need the secret again for another issuer or client id than the pending one', async () => {
      const connection = await add('enabled');
      await patch(connection, 1, { discoveryUrl: elsewhere, clientSecret: 'second' });
      for (const change of [{ discoveryUrl: issuer }, { clientId: 'other' }])
        expect(refusalOf(await patch(connection, 2, change))).toEqual({
          status: 422,
          code: 'client_secret_required',
        });
      expect((await patch(connection, 2, { discoveryUrl: elsewhere, tokenAuth: 'post' })).status).toBe(200);
    });

    it('stay pending when it is switched off, and the next save then makes all of it live', async () => {
      const connection = await add('enabled');
      await patch(connection, 1, { userinfoMethod: 'POST' });
      const { body: off } = await call('PUT', `${at(connection.id)}/mode`, { body: { mode: 'off' } });
      expect(off).toMatchObject({ revision: 1, pendingRevision: 2 });
      const { body } = await patch(connection, 2, { tokenAuth: 'post' });
      expect(body).toMatchObject({
        revision: 3,
        pendingRevision: null,
        userinfoMethod: 'POST',
        tokenAuth: 'post',
      });
    });
  });

  describe('a name and the end of the secret', () => {
    const secretExpiresAt = '2030-01-31T00:00:00.000Z';

    it('are changed at once and make no revision', async () => {
      const connection = await add('enforced');
      const { body } = await patch(connection, 1, { name: 'Staff', secretExpiresAt: '2030-01-31T00:00:00Z' });
      expect(body).toMatchObject({ name: 'Staff', secretExpiresAt, revision: 1, pendingRevision: null });
      expect((await service.changesOf(acme)).at(-1)).toEqual(['connection_name', 'connection_values']);
      const told = (await service.changesOf(acme)).length;
      await patch(connection, 1, { name: 'Staff', secretExpiresAt });
      expect(await service.changesOf(acme)).toHaveLength(told);
      expect((await patch(connection, 1, { secretExpiresAt: null })).body.secretExpiresAt).toBeNull();
    });

    it('change at once beside values that wait', async () => {
      const connection = await add('enabled');
      const { body } = await patch(connection, 1, { name: 'Staff', tokenAuth: 'post' });
      expect(body).toMatchObject({ name: 'Staff', revision: 1, pendingRevision: 2 });
      expect((await service.changesOf(acme)).at(-1)).toEqual(['connection_pending', 'connection_name']);
    });

    it('go with the secret: a new one has none until it is said', async () => {
      const connection = await add('off');
      await patch(connection, 1, { secretExpiresAt });
      const { body } = await patch(connection, 1, { clientSecret: 'second' });
      expect(body).toMatchObject({ revision: 2, secretExpiresAt: null });
    });

    it('of a secret that stays survive a going live', async () => {
      const connection = await add('enabled');
      await patch(connection, 1, { tokenAuth: 'post' });
      await patch(connection, 2, { secretExpiresAt });
      expect((await goLive(connection, 2)).body.secretExpiresAt).toBe(secretExpiresAt);
      await patch(connection, 2, { clientSecret: 'second', secretExpiresAt: '2031-01-31T00:00:00Z' });
      expect((await read(connection)).body.secretExpiresAt).toBe(secretExpiresAt);
      expect((await goLive(connection, 3)).body.secretExpiresAt).toBe('2031-01-31T00:00:00.000Z');
    });
  });

  describe('going live', () => {
    it('is refused for a revision that another has replaced', async () => {
      const connection = await add('enabled');
      await patch(connection, 1, { tokenAuth: 'post' });
      await patch(connection, 2, { tokenAuth: 'basic' });
      expect(refusalOf(await goLive(connection, 2))).toEqual({ status: 412, code: 'revision_conflict' });
    });

    it.each([
      ['an admin whose application has the scope sso:seed', () => admin],
      ['a machine application without sso:seed', () => thePlatform()],
      ['a machine application of one tenant', () => theImporter({ tenantId: acme.id })],
    ])('E08 is refused untested while the connection is enforced for %s', async (_, bearer) => {
      const connection = await add('enforced');
      await patch(connection, 1, { tokenAuth: 'post' });
      expect(refusalOf(await goLive(connection, 2, bearer()))).toEqual({
        status: 409,
        code: 'revision_untested',
      });
      expect((await read(connection)).body).toMatchObject({ revision: 1, tokenAuth: 'auto' });
    });

    it('is admitted untested while enforced for the platform with sso:seed, and logged', async () => {
      const connection = await add('enforced');
      await patch(connection, 1, { tokenAuth: 'post' });
      expect((await goLive(connection, 2, theImporter())).body).toMatchObject({ revision: 2 });
      expect(JSON.stringify(service.logged)).toContain('went live untested while enforced');
    });

    it('puts pending values into use, the secret with them', async () => {
      const connection = await add('enabled');
      await patch(connection, 1, { discoveryUrl: elsewhere, clientSecret: 'second' });
      await expect(secretOf(connection)).resolves.toBe('first');
      const answer = await goLive(connection, 2);
      expect(answer).toMatchObject({
        status: 200,
        body: { revision: 2, pendingRevision: null, issuer: elsewhere },
      });
      expect(answer.headers.get('etag')).toBe('"2"');
      expect(await projected(connection)).toMatchObject({ revision: 2, issuer: elsewhere });
      await expect(secretOf(connection)).resolves.toBe('second');
      expect((await service.changesOf(acme)).at(-1)).toEqual(['connection_values']);
    });

    it('changes nothing the second time', async () => {
      const connection = await add('enabled');
      await patch(connection, 1, { tokenAuth: 'post' });
      await goLive(connection, 2);
      const told = (await service.changesOf(acme)).length;
      expect(await goLive(connection, 2)).toMatchObject({ status: 200, body: { revision: 2 } });
      expect(await service.changesOf(acme)).toHaveLength(told);
    });
  });

  describe('restoring', () => {
    it('A04 is refused where the secret would have to be entered again', async () => {
      const connection = await add('off');
      await patch(connection, 1, { discoveryUrl: elsewhere, clientSecret: 'second' });
      expect(refusalOf(await restore(connection, 1))).toEqual({
        status: 422,
        code: 'client_secret_required',
      });
      await patch(connection, 2, { clientId: 'other', clientSecret: 'third' });
      expect(refusalOf(await restore(connection, 2))).toEqual({
        status: 422,
        code: 'client_secret_required',
      });
    });

    it('brings the values and the secret back as a new revision', async () => {
      const connection = await add('off');
      await patch(connection, 1, { clientSecret: 'mistyped', tokenAuth: 'post' });
      const answer = await restore(connection, 1);
      expect(answer).toMatchObject({ status: 200, body: { revision: 3, tokenAuth: 'auto' } });
      expect(answer.headers.get('etag')).toBe('"3"');
      await expect(secretOf(connection)).resolves.toBe('first');
      expect((await history(connection))[0]).toMatchObject({ changed: ['clientSecret', 'tokenAuth'] });
    });

    it('makes a pending revision while the connection is on', async () => {
      const connection = await add('enabled');
      await patch(connection, 1, { tokenAuth: 'post' });
      await goLive(connection, 2);
      expect((await restore(connection, 1)).body).toMatchObject({
        revision: 2,
        pendingRevision: 3,
        tokenAuth: 'post',
      });
    });

    it('changes nothing where the newest values are the same', async () => {
      const connection = await add('off');
      expect((await restore(connection, 1)).body.revision).toBe(1);
      expect(await history(connection)).toHaveLength(1);
    });

    it('keeps the secret of a draft that had none yet', async () => {
      const { body: draft } = await call('POST', at(), { body: { provider: 'keycloak' } });
      await patch(draft, 0, { clientId: 'portico', discoveryUrl: issuer });
      await patch(draft, 1, { clientSecret: 'first', tokenAuth: 'post' });
      expect((await restore(draft, 1)).body).toMatchObject({
        revision: 3,
        clientSecretSet: true,
        tokenAuth: 'auto',
      });
    });
  });

  it('A05 tells who saved what when, newest first, and no secret', async () => {
    const connection = await add('off');
    await patch(connection, 1, { clientSecret: 'second', scopes: ['openid', 'email'] });
    const answer = await call<{ revisions: ConnectionRevision[] }>('GET', `${at(connection.id)}/revisions`);
    const [newest, first] = answer.body.revisions;
    expect(newest).toEqual({
      revision: 2,
      status: 'live',
      savedBy: `user:${admin.subject}`,
      savedAt: expect.any(String),
      changed: ['clientSecret', 'scopes'],
      clientId: 'portico',
      clientSecretSet: true,
      issuer,
      userinfoMethod: 'GET',
      scopes: ['openid', 'email'],
      tokenAuth: 'auto',
      emailClaim: 'email',
      secretExpiresAt: null,
      issuesOwnAddressesOnly: false,
      callback: 'own',
      honoursSessionExpiry: false,
      recheckMinutes: null,
    });
    expect(first).toMatchObject({ revision: 1, status: 'superseded' });
    expect(first?.changed).toEqual(expect.arrayContaining(['clientId', 'clientSecret', 'issuer']));
    expect(answer.text).not.toMatch(/eyJ|second|sealed/);
  });

  it('has no history of a draft', async () => {
    const { body: draft } = await call('POST', at(), { body: { provider: 'keycloak' } });
    expect(await history(draft)).toEqual([]);
  });
});
