import type { BreakGlass, Connection, Mode, Principal, Tenant } from '@portico/contracts';
import {
  type Answer,
  anAdminOf,
  aRecoveredAdminOf,
  ofThePlatform,
  refusalOf,
  type ServiceUnderTest,
  startServiceUnderTest,
  theImporter,
  withASetUpLinkFor,
} from '../sso-config-house.fixture.js';

const issuer = 'https://acme.okta.example.com';
const limited = { status: 403, code: 'recovery_limited' };
const insufficient = { status: 403, code: 'scope_insufficient' };
const closed = { status: 403, code: 'break_glass_closed' };

interface Request {
  as: Principal;
  body?: object;
  tag?: number;
}

describe('what one may do to a connection', () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let globex: Tenant;
  let admin: Principal;
  let recovered: Principal;

  const at = (rest = ''): string => `/v1/tenants/${acme.id}/connections${rest}`;
  const call = async (
    method: string,
    path: string,
    { as, body, tag = 1 }: Request,
  ): Promise<Answer<Connection>> =>
    await service.request(method, path, { as, body, headers: { 'if-match': `${tag}` } });
  /** A connection in this mode with revision 1. */
  const add = async (mode: Mode): Promise<Connection> => {
    const { body } = await call('POST', at(), { as: admin, body: { provider: 'okta' } });
    const values = { clientId: 'portico', clientSecret: 'first', discoveryUrl: issuer };
    await call('PATCH', at(`/${body.id}`), { as: admin, body: values, tag: 0 });
    return (await setMode(body, mode, theImporter())).body;
  };
  const setMode = async ({ id }: Connection, mode: Mode, as: Principal): Promise<Answer<Connection>> =>
    await call('PUT', at(`/${id}/mode`), { as, body: { mode } });
  const read = async ({ id }: Connection): Promise<Connection> =>
    (await call('GET', at(`/${id}`), { as: admin })).body;
  const openBreakGlass = async (): Promise<BreakGlass> => {
    const path = `/v1/tenants/${acme.id}/break-glass`;
    const body = { reason: 'Ticket 4711: their provider is gone' };
    const asked = await service.request<BreakGlass>('POST', path, { as: ofThePlatform('operator'), body });
    const as = ofThePlatform('support');
    return (await service.request<BreakGlass>('POST', `${path}/${asked.body.id}/approval`, { as })).body;
  };
  const endBreakGlass = async ({ id }: BreakGlass): Promise<void> => {
    await service.request('DELETE', `/v1/tenants/${acme.id}/break-glass/${id}`, { as: admin });
  };

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await service.addTenant('acme');
    globex = await service.addTenant('globex');
    admin = anAdminOf(acme.id);
    recovered = aRecoveredAdminOf(acme.id);
  });
  afterAll(async () => await service.stop());

  describe('after a recovery sign-in', () => {
    it.each<[Mode, Mode]>([
      ['off', 'enabled'],
      ['off', 'enforced'],
      ['enabled', 'enforced'],
    ])('E08 is refused to raise the mode from %s to %s', async (from, to) => {
      const connection = await add(from);
      expect(refusalOf(await setMode(connection, to, recovered))).toEqual(limited);
      await expect(read(connection)).resolves.toMatchObject({ mode: from });
    });

    it.each<Mode>(['enabled', 'enforced'])('E08 is refused untested values while it is %s', async (mode) => {
      const connection = await add(mode);
      await call('PATCH', at(`/${connection.id}`), { as: recovered, body: { tokenAuth: 'post' } });
      const answer = await call('POST', at(`/${connection.id}/revisions/2/go-live`), { as: recovered });
      expect(refusalOf(answer)).toEqual(limited);
      await expect(read(connection)).resolves.toMatchObject({ revision: 1, pendingRevision: 2 });
    });

    it('E08 is refused everything else', async () => {
      const { id } = await add('off');
      const tenant = `/v1/tenants/${acme.id}`;
      const requests: [string, string, object?][] = [
        ['POST', at(), { provider: 'okta' }],
        ['DELETE', at(`/${id}`)],
        ['PUT', `${tenant}/exemptions/${admin.subject}`, { until: '2027-01-01T00:00:00Z', reason: 'Mine' }],
        ['POST', `${tenant}/domains`, { domain: 'acme.example' }],
        ['PUT', `${tenant}/matching`, { policy: 'match_or_create', mailboxProof: true }],
      ];
      for (const [method, path, body] of requests)
        expect([path, refusalOf(await call(method, path, { as: recovered, body }))]).toEqual([
          path,
          insufficient,
        ]);
    });

    it.each<[Mode, Mode]>([
      ['enforced', 'enabled'],
      ['enforced', 'off'],
      ['enabled', 'off'],
      ['enforced', 'enforced'],
    ])('lowers the mode from %s to %s', async (from, to) => {
      expect((await setMode(await add(from), to, recovered)).body.mode).toBe(to);
    });

    it('mends: saves values, a draft, checks and restores', async () => {
      const { id } = await add('enforced');
      const path = at(`/${id}`);
      const draft = { step: 'test' };
      expect((await call('PUT', `${path}/draft`, { as: recovered, body: draft })).body.draft).toEqual(draft);
      expect((await call('POST', `${path}/check`, { as: recovered, body: {} })).status).toBe(200);
      const saved = await call('PATCH', path, { as: recovered, body: { clientSecret: 'second' } });
      expect(saved.body).toMatchObject({ revision: 1, pendingRevision: 2 });
      const restored = await call('POST', `${path}/revisions/1/restore`, { as: recovered });
      expect(restored.body).toMatchObject({ revision: 1, pendingRevision: 3 });
    });
  });

  describe('with a set-up link', () => {
    it.each([
      ['name', { name: 'Mine' }],
      ['callback', { callback: 'own' }],
      ['issuesOwnAddressesOnly', { clientId: 'other', issuesOwnAddressesOnly: true }],
      ['honoursSessionExpiry', { honoursSessionExpiry: true }],
      ['recheckMinutes', { recheckMinutes: 5 }],
    ])('is refused to change %s', async (_, body) => {
      const connection = await add('off');
      const as = withASetUpLinkFor(connection);
      expect(refusalOf(await call('PATCH', at(`/${connection.id}`), { as, body }))).toEqual(insufficient);
      await expect(read(connection)).resolves.toEqual(connection);
    });

    it('is refused modes, history, going live, removal and the settings page', async () => {
      const connection = await add('enabled');
      await call('PATCH', at(`/${connection.id}`), { as: admin, body: { tokenAuth: 'post' } });
      const path = at(`/${connection.id}`);
      const requests: [string, string, object?][] = [
        ...['off', 'enabled', 'enforced'].map((mode): [string, string, object] => [
          'PUT',
          `${path}/mode`,
          { mode },
        ]),
        ['GET', `${path}/revisions`],
        ['POST', `${path}/revisions/1/restore`],
        ['POST', `${path}/revisions/2/go-live`],
        ['DELETE', path],
        ['POST', at(), { provider: 'okta' }],
        ['GET', `/v1/tenants/${acme.id}/sso`],
        ['GET', `/v1/tenants/${acme.id}/audit`],
      ];
      for (const [method, where, body] of requests)
        expect([
          where,
          refusalOf(await call(method, where, { as: withASetUpLinkFor(connection), body })),
        ]).toEqual([where, insufficient]);
    });

    it('A01 reaches no other connection', async () => {
      const [mine, other] = [await add('off'), await add('off')];
      const as = withASetUpLinkFor(mine);
      const requests: [string, string, object?][] = [
        ['GET', ''],
        ['PATCH', '', { clientId: 'mine' }],
        ['PUT', '/draft', { step: 'test' }],
        ['POST', '/check', {}],
      ];
      for (const [method, rest, body] of requests)
        expect(refusalOf(await call(method, at(`/${other.id}${rest}`), { as, body }))).toEqual({
          status: 404,
          code: 'not_found',
        });
      await expect(read(other)).resolves.toEqual(other);
    });

    it('reads the connection, saves what the provider says, keeps a draft and checks', async () => {
      const connection = await add('enabled');
      const path = at(`/${connection.id}`);
      const as = withASetUpLinkFor(connection);
      expect((await call('GET', path, { as })).body).toEqual(connection);
      const values = {
        clientId: 'other',
        clientSecret: 'second',
        discoveryUrl: issuer,
        userinfoMethod: 'POST',
        secretExpiresAt: '2030-01-31T00:00:00.000Z',
        emailClaim: 'upn',
        scopes: ['openid'],
        tokenAuth: 'post',
      };
      const saved = await call('PATCH', path, { as, body: values });
      expect(saved.body).toMatchObject({ revision: 1, pendingRevision: 2, mode: 'enabled' });
      expect((await call('PUT', `${path}/draft`, { as, body: { step: 'test' } })).status).toBe(200);
      expect((await call('POST', `${path}/check`, { as, body: {} })).status).toBe(200);
      expect((await call('DELETE', `${path}/draft`, { as })).status).toBe(204);
    });
  });

  describe('from the platform', () => {
    const requests: [string, string, object | undefined][] = [
      ['PATCH', '', { tokenAuth: 'post' }],
      ['PUT', '/mode', { mode: 'off' }],
      ['PUT', '/draft', { step: 'test' }],
      ['DELETE', '/draft', undefined],
      ['POST', '/check', {}],
      ['POST', '/revisions/1/restore', undefined],
    ];

    it.each(requests)('E08 is refused %s %s without an open break-glass', async (method, rest, body) => {
      const connection = await add('enforced');
      const operators = [
        ofThePlatform('operator'),
        ofThePlatform('operator', { roles: ['operator', 'tenant_admin'] }),
      ];
      for (const as of operators)
        expect(refusalOf(await call(method, at(`/${connection.id}${rest}`), { as, body }))).toEqual(closed);
      await expect(read(connection)).resolves.toEqual(connection);
    });

    it('E08 is refused once it has ended, for another tenant, and to whoever did not ask for it', async () => {
      const connection = await add('enforced');
      const opened = await openBreakGlass();
      const stranger = ofThePlatform('operator', { subject: '0199d5a0-0000-7000-8000-000000000a02' });
      expect(refusalOf(await setMode(connection, 'off', stranger))).toEqual(closed);
      const elsewhere = await call('PUT', `/v1/tenants/${globex.id}/connections/${connection.id}/mode`, {
        as: ofThePlatform('operator'),
        body: { mode: 'off' },
      });
      expect(refusalOf(elsewhere)).toEqual(closed);
      await endBreakGlass(opened);
      expect(refusalOf(await setMode(connection, 'off', ofThePlatform('operator')))).toEqual(closed);
    });

    it('E08 is refused to support, who may only look', async () => {
      const connection = await add('enforced');
      const as = ofThePlatform('support');
      expect(refusalOf(await setMode(connection, 'off', as))).toEqual(insufficient);
      expect((await call('GET', at(`/${connection.id}`), { as })).status).toBe(200);
    });

    it('mends and lowers modes while it is open, and no more', async () => {
      const connection = await add('enforced');
      const path = at(`/${connection.id}`);
      const opened = await openBreakGlass();
      const as = ofThePlatform('operator');
      const saved = await call('PATCH', path, { as, body: { tokenAuth: 'post' } });
      expect(saved.body).toMatchObject({ revision: 1, pendingRevision: 2 });
      expect(refusalOf(await call('POST', `${path}/revisions/2/go-live`, { as }))).toEqual(limited);
      expect((await setMode(connection, 'enabled', as)).body.mode).toBe('enabled');
      expect(refusalOf(await setMode(connection, 'enforced', as))).toEqual(limited);
      const log = await call('GET', `/v1/tenants/${acme.id}/audit?limit=1`, { as: admin });
      expect(log.body).toMatchObject({
        entries: [{ action: 'connection.mode_changed', by: `user:${as.subject}`, byPlatform: true }],
      });
      await endBreakGlass(opened);
    });
  });
});
