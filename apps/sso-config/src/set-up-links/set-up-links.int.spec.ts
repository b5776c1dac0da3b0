import {
  type Connection,
  type Principal,
  type Problem,
  ReadSetUpSession,
  type SetUpLink,
  type SetUpLinkCreated,
  type SetUpLinkList,
  type SetUpSession,
  type Tenant,
} from '@portico/contracts';
import { Database } from '@portico/service-kit';
import {
  type Answer,
  anAdminOf,
  ofThePlatform,
  refusalOf,
  type ServiceUnderTest,
  startServiceUnderTest,
  thePlatform,
} from '../sso-config-house.fixture.js';
import { SetUpLinksController } from './set-up-links.controller.js';

const someId = (n: number): string => `0199d5a0-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const invalid = { status: 400, code: 'set_up_link_invalid' };

describe(SetUpLinksController.name, () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let globex: Tenant;
  let admin: Principal;
  let connection: Connection;

  const at = (rest = '', tenant = acme): string => `/v1/tenants/${tenant.id}/set-up-links${rest}`;
  const addDraft = async (tenant = acme): Promise<Connection> =>
    (
      await service.request<Connection>('POST', `/v1/tenants/${tenant.id}/connections`, {
        as: anAdminOf(tenant.id),
        body: { provider: 'okta' },
      })
    ).body;
  const create = async (body: object = {}, as = admin): Promise<Answer<SetUpLinkCreated>> =>
    await service.request('POST', at(), { as, body: { connectionId: connection.id, ...body } });
  const open = async (token: string): Promise<Answer<SetUpSession>> =>
    await service.request('POST', '/v1/set-up-links/openings', { body: { token } });
  const revoke = async (id: string, as = admin): Promise<Answer<Problem>> =>
    await service.request('DELETE', at(`/${id}`), { as });
  const find = async (id: string): Promise<SetUpLink | undefined> =>
    (await service.request<SetUpLinkList>('GET', at(), { as: admin })).body.links.find(
      (link) => link.id === id,
    );
  const read = async (token: string) => (await service.ask(ReadSetUpSession, { token })).session;
  const asOwner = async (sql: string, id: string): Promise<void> => {
    await service.rows.query(`SELECT set_config('portico.tenant', $1, false)`, [acme.id]);
    await service.rows.query(sql, [id]);
  };

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await service.addTenant('acme');
    globex = await service.addTenant('globex');
    admin = anAdminOf(acme.id);
    connection = await addDraft();
  });
  afterAll(async () => await service.stop());

  it.each<[string, () => Principal]>([
    [
      'an administrator who signed in by a recovery code',
      () => anAdminOf(acme.id, { scopes: ['tenants:read', 'sso:read', 'sso:mend'] }),
    ],
    ['an operator', () => ofThePlatform('operator')],
    ['support', () => ofThePlatform('support')],
    ['a member', () => anAdminOf(acme.id, { roles: ['member'] })],
    [
      'whoever has a set-up link',
      () => anAdminOf(acme.id, { kind: 'set_up', scopes: ['sso:set-up'], roles: [] }),
    ],
  ])('E08 refuses %s', async (_, as) => {
    const { body } = await create();
    const answers = [
      await create({}, as()),
      await service.request('GET', at(), { as: as() }),
      await revoke(body.id, as()),
    ];
    expect(answers.map(refusalOf)).toEqual(answers.map(() => ({ status: 403, code: 'scope_insufficient' })));
  });

  it('A01 answers links of another tenant, and links for its connections, with 404', async () => {
    const { body } = await create();
    const other = anAdminOf(globex.id);
    const foreign = await addDraft(globex);
    const answers = [
      await service.request('GET', at(), { as: other }),
      await revoke(body.id, other),
      await service.request('DELETE', at(`/${body.id}`, globex), { as: other }),
      await create({ connectionId: foreign.id }),
      await create({ connectionId: someId(1) }),
      await revoke(someId(1)),
      await revoke('no-id'),
    ];
    expect(answers.map(refusalOf)).toEqual(answers.map(() => ({ status: 404, code: 'not_found' })));
    expect((await find(body.id))?.status).toBe('waiting');
  });

  it.each([
    ['no connection', { connectionId: undefined }],
    ['no time', { expiresInHours: 0 }],
    ['more than two weeks', { expiresInHours: 337 }],
    ['half an hour', { expiresInHours: 0.5 }],
    ['a note too long', { note: 'x'.repeat(201) }],
    ['A13 a secret of its own choice', { token: 'x'.repeat(43) }],
  ])('refuses %s', async (_, body) => {
    expect(refusalOf(await create(body))).toEqual({ status: 400, code: 'request_invalid' });
  });

  it.each([
    ['no secret', {}],
    ['a secret too short', { token: 'x' }],
    ['A03 an operator', { token: { $ne: '' } }],
    ['A13 a tenant beside the secret', { token: 'x'.repeat(43), tenantId: someId(1) }],
  ])('refuses to open with %s', async (_, body) => {
    const answer = await service.request('POST', '/v1/set-up-links/openings', { body });
    expect(refusalOf(answer)).toEqual({ status: 400, code: 'request_invalid' });
  });

  it('refuses a secret that nobody was given', async () => {
    expect(refusalOf(await open('x'.repeat(43)))).toEqual(invalid);
  });

  it('refuses a link that has expired, by the clock of the database', async () => {
    const { body } = await create();
    await asOwner('UPDATE set_up_link SET expires_at = now() WHERE id = $1', body.id);
    expect(refusalOf(await open(body.token))).toEqual(invalid);
    expect((await find(body.id))?.status).toBe('expired');
  });

  it('refuses a link that was revoked', async () => {
    const { body } = await create();
    expect((await revoke(body.id)).status).toBe(204);
    expect(refusalOf(await open(body.token))).toEqual(invalid);
    expect((await find(body.id))?.status).toBe('revoked');
    expect((await revoke(body.id)).status).toBe(204);
  });

  it('refuses a link that was opened, and leaves the session of the first alone', async () => {
    const { body } = await create();
    const { body: session } = await open(body.token);
    expect(refusalOf(await open(body.token))).toEqual(invalid);
    expect(await read(session.accessToken)).not.toBeNull();
  });

  it('is opened by one of twenty at once', async () => {
    const { body } = await create();
    const answers = await Promise.all(Array.from({ length: 20 }, async () => await open(body.token)));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(refusalOf)).toEqual(Array(19).fill(invalid));
  });

  it('is refused, and its session over, while the tenant is suspended', async () => {
    const [{ body: waiting }, { body: opened }] = [await create(), await create()];
    const { body: session } = await open(opened.token);
    const set = async (status: string): Promise<void> => {
      await service.request('PATCH', `/v1/tenants/${acme.id}`, { as: thePlatform(), body: { status } });
    };
    await set('suspended');
    expect(refusalOf(await open(waiting.token))).toEqual(invalid);
    expect(await read(session.accessToken)).toBeNull();
    await set('active');
    expect((await open(waiting.token)).status).toBe(201);
  });

  it.each<[string, (linkId: string, connectionId: string) => Promise<unknown>]>([
    ['its link is revoked', async (linkId) => await revoke(linkId)],
    [
      'its link expires',
      async (linkId) => {
        await asOwner('UPDATE set_up_link SET expires_at = now() WHERE id = $1', linkId);
      },
    ],
    [
      'its connection is removed',
      async (_, id) =>
        await service.request('DELETE', `/v1/tenants/${acme.id}/connections/${id}`, { as: admin }),
    ],
  ])('has a session that is over as soon as %s', async (_, happens) => {
    const { id: connectionId } = await addDraft();
    const { body } = await create({ connectionId });
    const { body: session } = await open(body.token);
    expect(await read(session.accessToken)).toEqual({ linkId: body.id, tenantId: acme.id, connectionId });
    await happens(body.id, connectionId);
    expect(await read(session.accessToken)).toBeNull();
  });

  it('takes neither the secret of a link for a session nor a session for a link', async () => {
    const [{ body: waiting }, { body: opened }] = [await create(), await create()];
    const { accessToken } = (await open(opened.token)).body;
    expect([await read(waiting.token), await read(`set-up.${waiting.token}`), await read('x')]).toEqual([
      null,
      null,
      null,
    ]);
    expect(refusalOf(await open(accessToken.slice('set-up.'.length)))).toEqual(invalid);
  });

  it('A05 shows its secret once, and keeps neither it nor that of its session', async () => {
    const answer = await service.request<SetUpLinkCreated>('POST', at(), {
      as: admin,
      body: { connectionId: connection.id },
      headers: { 'idempotency-key': 'once' },
    });
    const { token } = answer.body;
    const { accessToken } = (await open(token)).body;
    const kept = JSON.stringify([
      await service.dump(),
      await service.auditOf(acme),
      service.logged,
      await find(answer.body.id),
    ]);
    expect(kept).toContain(answer.body.id);
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(accessToken.slice('set-up.'.length));
  });

  it('is told in the audit: made, opened and revoked', async () => {
    const { body } = await create({ note: 'Calpurnia' });
    await open(body.token);
    await revoke(body.id);
    const connectionId = connection.id;
    const linkId = body.id;
    expect((await service.auditOf(acme)).slice(0, 3)).toMatchObject([
      { by: `user:${admin.subject}`, action: 'set_up_link.revoked', connectionId, detail: { linkId } },
      { by: `set_up:${linkId}`, byPlatform: false, action: 'set_up_link.opened', connectionId },
      {
        action: 'set_up_link.created',
        connectionId,
        detail: { linkId, note: 'Calpurnia', expiresInHours: 72 },
      },
    ]);
  });

  it('A02 is hidden outside its tenant', async () => {
    await create();
    const database = service.app.get(Database);
    await expect(
      database.inTenant(globex.id, (tx) => tx.query('SELECT 1 FROM set_up_link')),
    ).resolves.toEqual([]);
  });

  it('is made for three days unless another time is said, and lists what became of it', async () => {
    const { status, body } = await create({ note: ' Calpurnia in IT ' });
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        id: body.id,
        connectionId: connection.id,
        provider: 'okta',
        note: 'Calpurnia in IT',
        status: 'waiting',
        createdBy: `user:${admin.subject}`,
        createdAt: expect.any(String),
        expiresAt: expect.any(String),
        openedAt: null,
        token: expect.stringMatching(/^[\w-]{43}$/),
      },
    });
    expect((Date.parse(body.expiresAt) - Date.now()) / 3_600_000).toBeCloseTo(72, 1);
    const { body: session, status: opened } = await open(body.token);
    expect({ opened, session }).toEqual({
      opened: 201,
      session: {
        accessToken: expect.stringMatching(/^set-up\.[\w-]{43}$/),
        expiresAt: body.expiresAt,
        tenant: { id: acme.id, name: 'acme' },
        connection: { id: connection.id, provider: 'okta', name: 'Okta' },
      },
    });
    expect(await find(body.id)).toMatchObject({ status: 'opened', openedAt: expect.any(String) });
  });
});
