import {
  CheckPassword,
  LookupEmail,
  MailPasswordLinks,
  type Principal,
  ResolveIdentity,
} from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { PasswordStore } from '../passwords/password.store.js';
import { aUserOf, type IdentityHouse, SEED, startIdentityHouse } from '../identity-house.fixture.js';
import type { Profile } from './user.rules.js';
import { UserListStore } from './user-list.store.js';
import { UserStore } from './user.store.js';

const profileOf = ({ email, emailNormal, name, externalId, roles, status }: Profile): Profile => ({
  email,
  emailNormal,
  name,
  externalId,
  roles,
  status,
});
const SCOUT = { email: 'Scout@Acme.example', name: 'Scout Finch' };

describe('/v1/tenants/{tenantId}/users', () => {
  let house: IdentityHouse;
  let acme: string;
  let admin: Principal;

  beforeAll(async () => {
    house = await startIdentityHouse();
  }, 60_000);
  afterAll(async () => {
    await house.stop();
  });
  beforeEach(() => {
    acme = newId();
    admin = aUserOf(acme, ['tenant_admin']);
  });

  const pathOf = (rest = '', tenantId = acme): string => `/v1/tenants/${tenantId}/users${rest}`;
  const aUser = async (user: object = {}, tenantId = acme): Promise<string> => {
    const answer = await house.http('POST', pathOf('', tenantId), SEED, { ...SCOUT, ...user });
    expect(answer.status).toBe(201);
    return answer.body.id as string;
  };
  const rows = async (): Promise<unknown[]> =>
    await house.superuser.query('SELECT * FROM app_user WHERE tenant_id = $1 ORDER BY id', [acme]);

  it.each<[string, unknown, string]>([
    ['no body', undefined, ''],
    ['a list', [], ''],
    ['no name', { email: 'scout@acme.example' }, '/name'],
    ['an e-mail that is none', { ...SCOUT, email: 'scout.example' }, '/email'],
    ['an e-mail with two at signs', { ...SCOUT, email: 'a@acme.example@evil.example' }, '/email'],
    ['M21 an e-mail that is a list', { ...SCOUT, email: ['scout@acme.example'] }, '/email'],
    ['NUL in the name', { ...SCOUT, name: 'a\0b' }, '/name'],
    ['A03 an operator as external id', { ...SCOUT, externalId: { $ne: 1 } }, '/externalId'],
    ['an unknown role', { ...SCOUT, roles: ['root'] }, '/roles/0'],
    ['A13 a tenant in the body', { ...SCOUT, tenantId: newId() }, '/tenantId'],
    ['A13 a status in the body', { ...SCOUT, status: 'active' }, '/status'],
    ['A13 an id in the body', { ...SCOUT, id: newId() }, '/id'],
  ])('refuses to add a user with %s and names the field', async (_, body, pointer) => {
    const answer = await house.http('POST', pathOf(), admin, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'request_invalid' } });
    expect(answer.body.errors).toContainEqual({ pointer, message: expect.any(String) as string });
    expect(await rows()).toEqual([]);
  });

  it('refuses a body that is not JSON', async () => {
    const answer = await house.http('POST', pathOf(), admin, '{"email":');
    expect(answer).toMatchObject({ status: 400, body: { code: 'request_invalid' } });
  });

  it.each<[string, Principal | null, number, string]>([
    ['nobody', null, 401, 'token_invalid'],
    ['a member', aUserOf(newId(), ['member']), 404, 'not_found'],
    ['A01 an admin of another tenant', aUserOf(newId(), ['tenant_admin']), 404, 'not_found'],
    ['A01 a machine application of another tenant', { ...SEED, tenantId: newId() }, 404, 'not_found'],
    [
      'a machine application without the scope',
      { ...SEED, scopes: ['tenants:read'] },
      403,
      'scope_insufficient',
    ],
  ])('refuses %s at every operation', async (_, bearer, status, code) => {
    const userId = await aUser();
    const before = await rows();
    const operations: [string, string, unknown?][] = [
      ['GET', pathOf()],
      ['POST', pathOf(), SCOUT],
      ['GET', pathOf(`/${userId}`)],
      ['PATCH', pathOf(`/${userId}`), { name: 'X' }],
      ['PUT', pathOf(`/${userId}/password`), { password: 'portico-demo' }],
      ['POST', pathOf(`/${userId}/password-link`)],
      ['DELETE', pathOf(`/${userId}`)],
      ['GET', pathOf(`/${userId}/links`)],
    ];
    for (const [method, path, body] of operations)
      expect(await house.http(method, path, bearer, body)).toMatchObject({ status, body: { code } });
    expect(await rows()).toEqual(before);
  });

  it('refuses a member of the tenant itself', async () => {
    const answer = await house.http('GET', pathOf(), aUserOf(acme, ['member']));
    expect(answer).toMatchObject({ status: 403, body: { code: 'scope_insufficient' } });
  });

  it("A01 answers another tenant's user as one that does not exist, under one's own tenant", async () => {
    const globex = newId();
    const foreign = await aUser({}, globex);
    for (const [method, path, body] of [
      ['GET', `/${foreign}`],
      ['PATCH', `/${foreign}`, { name: 'X' }],
      ['PUT', `/${foreign}/password`, { password: 'portico-demo' }],
    ] as const)
      expect(await house.http(method, pathOf(path), admin, body)).toMatchObject({ status: 404 });
    const untouched = await house.http('GET', pathOf(`/${foreign}`, globex), SEED);
    expect(untouched.body).toMatchObject({ name: SCOUT.name, passwordSet: false });
  });

  it('A01 keeps to the tenant by the WHERE of its queries alone, on a connection without row-level security', async () => {
    const globex = newId();
    const id = await aUser({}, globex);
    await house.http('PUT', pathOf(`/${id}/password`, globex), SEED, { password: 'portico-demo' });
    const [users, list] = [new UserStore(), new UserListStore()];
    const [passwords, { manager }] = [new PasswordStore(), house.superuser];
    const emailNormal = 'scout@acme.example';
    const seen = async (tenantId: string): Promise<number[]> => [
      (await users.find(manager, tenantId, id)) ? 1 : 0,
      (await list.list(manager, { tenantId, limit: 10 })).length,
      (await list.count(manager, tenantId)).active,
      (await passwords.listUserIds(manager, tenantId, [id])).size,
      (await passwords.listHolders(manager, [tenantId], emailNormal)).length,
    ];
    expect([await seen(globex), await seen(acme)]).toEqual([
      [1, 1, 1, 1, 1],
      [0, 0, 0, 0, 0],
    ]);
    const user = await users.get(manager, globex, id);
    await users.update(manager, { tenantId: acme, id }, { ...profileOf(user), name: 'X' });
    expect(await users.get(manager, globex, id)).toMatchObject({ name: SCOUT.name });
  });

  it('A02 refuses to look for an undefined tenant or user', async () => {
    const [users, { manager }] = [new UserStore(), house.superuser];
    const { nobody } = {} as { nobody: string };
    await expect(users.find(manager, nobody, newId())).rejects.toThrow(/undefined/i);
    await expect(users.find(manager, acme, nobody)).rejects.toThrow(/undefined/i);
    expect(await new UserListStore().list(manager, { tenantId: nobody, limit: 1 })).toEqual([]);
  });

  it.each(['nobody', '%7B%22$ne%22:1%7D', '1', newId()])(
    'A03 answers the user id %s as one that does not exist',
    async (id) => {
      expect(await house.http('GET', pathOf(`/${id}`), admin)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
    },
  );

  it('refuses an external id that another user of the tenant has, on adding and on changing', async () => {
    await aUser({ externalId: 'acme-1' });
    const other = await aUser({ externalId: 'acme-2' });
    const taken = { status: 409, body: { code: 'external_id_taken' } };
    expect(await house.http('POST', pathOf(), admin, { ...SCOUT, externalId: 'acme-1' })).toMatchObject(
      taken,
    );
    expect(await house.http('PATCH', pathOf(`/${other}`), admin, { externalId: 'acme-1' })).toMatchObject(
      taken,
    );
    await aUser({ externalId: 'acme-1' }, newId());
  });

  it.each(['operator', 'support'])(
    'A11 refuses the role %s to a tenant admin, who leaves no trace',
    async (role) => {
      const userId = await aUser();
      const before = await rows();
      const refused = { status: 403, body: { code: 'scope_insufficient' } };
      const roles = ['member', role];
      expect(await house.http('POST', pathOf(), admin, { ...SCOUT, roles })).toMatchObject(refused);
      expect(await house.http('PATCH', pathOf(`/${userId}`), admin, { roles })).toMatchObject(refused);
      expect(await rows()).toEqual(before);
    },
  );

  it('A11 refuses a tenant admin to change an operator or to set their password', async () => {
    const userId = await aUser({ roles: ['operator'] });
    const refused = { status: 403, body: { code: 'scope_insufficient' } };
    for (const body of [{ roles: ['member'] }, { email: 'mine@evil.example' }, { status: 'deactivated' }])
      expect(await house.http('PATCH', pathOf(`/${userId}`), admin, body)).toMatchObject(refused);
    const password = await house.http('PUT', pathOf(`/${userId}/password`), admin, {
      password: 'portico-demo',
    });
    expect(password).toMatchObject(refused);
    const answer = await house.http('GET', pathOf(`/${userId}`), admin);
    expect(answer.body).toMatchObject({
      email: SCOUT.email,
      roles: ['operator'],
      status: 'active',
      passwordSet: false,
    });
  });

  it('refuses to let users deactivate themselves', async () => {
    const userId = await aUser({ roles: ['tenant_admin'] });
    const self = aUserOf(acme, ['tenant_admin'], userId);
    const answer = await house.http('PATCH', pathOf(`/${userId}`), self, { status: 'deactivated' });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/status' }] } });
    expect(await house.http('GET', pathOf(`/${userId}`), admin)).toMatchObject({
      body: { status: 'active' },
    });
  });

  describe('the last active administrator of a tenant', () => {
    const lastAdmin = { status: 409, body: { code: 'last_admin' } };
    const anAdmin = async (): Promise<string> => await aUser({ roles: ['tenant_admin'] });

    it.each<[string, string, object | undefined]>([
      ['be deactivated', 'PATCH', { status: 'deactivated' }],
      ['lose the role', 'PATCH', { roles: ['member'] }],
      ['be removed', 'DELETE', undefined],
    ])('cannot %s, by no machine application either, and can beside another', async (_, method, body) => {
      const userId = await anAdmin();
      await aUser();
      const gone = await anAdmin();
      await house.http('PATCH', pathOf(`/${gone}`), SEED, { status: 'deactivated' });
      const facts = await house.facts(acme);
      for (const bearer of [admin, { ...SEED, scopes: [...SEED.scopes, 'sso:seed' as const] }])
        expect(await house.http(method, pathOf(`/${userId}`), bearer, body)).toMatchObject(lastAdmin);
      expect(await house.facts(acme)).toEqual(facts);
      await anAdmin();
      expect((await house.http(method, pathOf(`/${userId}`), admin, body)).status).toBeLessThan(300);
    });

    it('cannot give up the role', async () => {
      const userId = await anAdmin();
      const self = aUserOf(acme, ['tenant_admin'], userId);
      expect(await house.http('PATCH', pathOf(`/${userId}`), self, { roles: ['member'] })).toMatchObject(
        lastAdmin,
      );
    });

    it('can be renamed', async () => {
      expect((await house.http('PATCH', pathOf(`/${await anAdmin()}`), admin, { name: 'X' })).status).toBe(
        200,
      );
    });

    it('is kept of two who take each other away at the same moment', async () => {
      for (let round = 0; round < 5; round++) {
        const [one, two] = [await anAdmin(), await anAdmin()];
        const answers = await Promise.all([
          house.http('PATCH', pathOf(`/${one}`), aUserOf(acme, ['tenant_admin'], two), { roles: ['member'] }),
          house.http('DELETE', pathOf(`/${two}`), aUserOf(acme, ['tenant_admin'], one)),
        ]);
        expect(answers.filter(({ status }) => status === 409)).toMatchObject([lastAdmin]);
        await house.superuser.query('DELETE FROM app_user WHERE tenant_id = $1', [acme]);
      }
    });
  });

  it('refuses to change nothing that it knows: an unknown field', async () => {
    const userId = await aUser();
    const answer = await house.http('PATCH', pathOf(`/${userId}`), admin, { name: 'X', tenantId: newId() });
    expect(answer.status).toBe(400);
    expect(await house.http('GET', pathOf(`/${userId}`), admin)).toMatchObject({
      body: { name: SCOUT.name },
    });
  });

  it.each([
    { password: 'only-eleven' },
    { password: 'x'.repeat(1025) },
    { password: 1 },
    { password: 'portico-demo', hash: 'x' },
    {},
  ])('refuses the password in %j', async (body) => {
    const userId = await aUser();
    expect((await house.http('PUT', pathOf(`/${userId}/password`), admin, body)).status).toBe(400);
  });

  it('adds a user, shows it, and tells it', async () => {
    const answer = await house.http('POST', pathOf(), admin, {
      ...SCOUT,
      externalId: 'acme-1',
      roles: ['tenant_admin'],
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        ...SCOUT,
        tenantId: acme,
        externalId: 'acme-1',
        roles: ['tenant_admin'],
        status: 'active',
        passwordSet: false,
      },
    });
    expect(new Date(answer.body.createdAt as string).getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(await house.http('GET', pathOf(`/${answer.body.id as string}`), admin)).toEqual({
      ...answer,
      status: 200,
    });
    const userId = answer.body.id as string;
    expect(await house.facts(acme)).toEqual([
      {
        type: 'user.created',
        subject: userId,
        data: { ...SCOUT, userId, externalId: 'acme-1', roles: ['tenant_admin'] },
      },
    ]);
  });

  it('adds a member without an external id by default', async () => {
    const answer = await house.http('POST', pathOf(), admin, SCOUT);
    expect(answer.body).toMatchObject({ externalId: null, roles: ['member'] });
  });

  it('lets a machine application for all tenants give the roles of the platform', async () => {
    const answer = await house.http('POST', pathOf(), SEED, { ...SCOUT, roles: ['operator', 'support'] });
    expect(answer).toMatchObject({ status: 201, body: { roles: ['operator', 'support'] } });
  });

  it('changes a user and tells each change once', async () => {
    const userId = await aUser();
    const patch = async (body: object) =>
      (await house.http('PATCH', pathOf(`/${userId}`), admin, body)).body as object;
    expect(await patch({ name: 'Jean Louise' })).toMatchObject({ name: 'Jean Louise', email: SCOUT.email });
    expect(await patch({ name: 'Jean Louise' })).toMatchObject({ name: 'Jean Louise' });
    expect(await patch({ status: 'deactivated' })).toMatchObject({ status: 'deactivated' });
    expect(await patch({ status: 'active', externalId: 'acme-1' })).toMatchObject({
      status: 'active',
      externalId: 'acme-1',
    });
    expect(await patch({ externalId: null })).toMatchObject({ externalId: null });
    expect((await house.facts(acme)).map(({ type }) => type)).toEqual([
      'user.created',
      'user.updated',
      'user.deactivated',
      'user.updated',
      'user.updated',
    ]);
  });

  it('E04 refuses a password that the settings of now let the user not have, and imports it all the same', async () => {
    const userId = await aUser();
    house.decideReset.answer = { allowed: false, code: 'sso_required' };
    const put = async (as: Principal) =>
      await house.http('PUT', pathOf(`/${userId}/password`), as, { password: 'portico-demo' });
    try {
      expect(await put(admin)).toMatchObject({ status: 403, body: { code: 'sso_required' } });
      const { body } = await house.http('GET', pathOf(`/${userId}`), admin);
      expect(body).toMatchObject({ passwordSet: false });
      expect((await put({ ...SEED, scopes: ['users:write', 'sso:seed'] })).status).toBe(204);
    } finally {
      house.decideReset.answer = { allowed: true };
    }
  });

  it('sets a password and says so without showing it', async () => {
    const userId = await aUser();
    const answer = await house.http('PUT', pathOf(`/${userId}/password`), admin, {
      password: 'portico-demo',
    });
    expect(answer).toEqual({ status: 204, body: undefined });
    const user = await house.http('GET', pathOf(`/${userId}`), admin);
    expect(user.body).toMatchObject({ passwordSet: true });
    expect(JSON.stringify(user.body)).not.toMatch(/argon2|portico-demo/);
    const stored: { hash: string }[] = await house.superuser.query(
      'SELECT hash FROM user_password WHERE tenant_id = $1',
      [acme],
    );
    expect(stored).toEqual([
      { hash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/) as string },
    ]);
  });

  it('lists the users of the tenant a page at a time', async () => {
    await aUser({}, newId());
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await aUser({ email: `user-${String(n)}@acme.example` }));
    await house.http('PUT', pathOf(`/${ids[3] ?? ''}/password`), admin, { password: 'portico-demo' });
    const seen: { id: string; passwordSet: boolean }[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await house.http('GET', pathOf(`?limit=2${cursor && `&after=${cursor}`}`), admin);
      seen.push(...(page.body.users as typeof seen));
      cursor = page.body.nextCursor as string | null;
    }
    expect(seen.map(({ id }) => id)).toEqual(ids);
    expect(seen.map(({ passwordSet }) => passwordSet)).toEqual([false, false, false, true, false]);
  });

  it('finds users by their e-mail address in any spelling', async () => {
    const userId = await aUser();
    await aUser({ email: 'jem@acme.example' });
    const page = await house.http('GET', pathOf('?email=SCOUT%40acme.EXAMPLE'), admin);
    expect(page.body).toMatchObject({ users: [{ id: userId }], nextCursor: null });
  });

  it.each([
    ['M16 with two at signs', 'a@acme.example@evil.example'],
    ['M15 with a full-width at sign', 'scout\uFF20acme.example'],
    ['M15 with a Kelvin sign', '\u212Aim@acme.example'],
    ['M16 with a line break', 'scout@acme.example\nBcc: x@evil.example'],
    ['over-long', `${'a'.repeat(60)}@${'acme.'.repeat(40)}example`],
    ['with a local part of 65 characters', `${'a'.repeat(65)}@acme.example`],
    ['with a domain of one label', 'scout@acme'],
  ])('refuses an address %s, on adding, changing and looking', async (_, email) => {
    const userId = await aUser();
    for (const [method, path, body] of [
      ['POST', pathOf(), { ...SCOUT, email }],
      ['PATCH', pathOf(`/${userId}`), { email }],
      ['GET', pathOf(`?email=${encodeURIComponent(email)}`)],
    ] as const)
      expect(await house.http(method, path, admin, body)).toMatchObject({ status: 400 });
    expect(await rows()).toHaveLength(1);
  });

  it.each([
    ['M14 in capitals', 'SCOUT@ACME.EXAMPLE', 'scout@acme.example'],
    ['M15 in another normal form', 'jo\u0308rg@acme.example', 'j\u00F6rg@acme.example'],
    ['M15 in punycode', 'kim@xn--bcher-kva.example', 'kim@B\u00FCcher.example'],
    [
      'M15 with a final sigma',
      '\u03BF\u03B4\u03C5\u03C2@acme.example',
      '\u039F\u0394\u03A5\u03A3@acme.example',
    ],
  ])('finds an address %s by its other spelling, and keeps it as given', async (_, email, other) => {
    const userId = await aUser({ email });
    const page = await house.http('GET', pathOf(`?email=${encodeURIComponent(other)}`), admin);
    expect(page.body).toMatchObject({ users: [{ id: userId, email }] });
    const { users } = await house.ask(LookupEmail, { email: other });
    expect(users.map((user) => user.userId)).toContain(userId);
  });

  describe('removed', () => {
    it('refuses to let users remove themselves', async () => {
      const userId = await aUser({ roles: ['tenant_admin'] });
      const self = aUserOf(acme, ['tenant_admin'], userId);
      expect(await house.http('DELETE', pathOf(`/${userId}`), self)).toMatchObject({ status: 400 });
      expect(await rows()).toHaveLength(1);
    });

    it('A11 refuses a tenant admin to remove an operator', async () => {
      const userId = await aUser({ roles: ['operator'] });
      expect(await house.http('DELETE', pathOf(`/${userId}`), admin)).toMatchObject({
        status: 403,
        body: { code: 'scope_insufficient' },
      });
      expect(await rows()).toHaveLength(1);
    });

    it("A01 answers another tenant's user as one that does not exist", async () => {
      const globex = newId();
      const foreign = await aUser({}, globex);
      expect(await house.http('DELETE', pathOf(`/${foreign}`), admin)).toMatchObject({ status: 404 });
      expect((await house.http('GET', pathOf(`/${foreign}`, globex), SEED)).status).toBe(200);
    });

    it('leaves nothing of a user behind but the facts, and nothing of another is gone', async () => {
      const email = `scout-${newId()}@acme.example`;
      const [userId, jem] = [
        await aUser({ email, externalId: 'acme-1' }),
        await aUser({ email: 'jem@acme.example' }),
      ];
      const connectionId = newId();
      for (const id of [userId, jem])
        await house.http('PUT', pathOf(`/${id}/password`), admin, { password: 'portico-demo' });
      const login = (loginId: string) => ({
        loginId,
        tenantId: acme,
        connectionId,
        policy: 'match_only' as const,
        identity: {
          issuer: 'https://idp.example.com',
          subject: 'subject-of-scout',
          email,
          emailTrust: 'trusted' as const,
          domainProved: false,
        },
      });
      const loginId = newId();
      expect(await house.ask(ResolveIdentity, login(loginId))).toMatchObject({ outcome: 'matched' });
      await house.ask(MailPasswordLinks, { email, tenantIds: [acme] });
      await house.mail.mailsTo(email);
      expect((await house.http('DELETE', pathOf(`/${userId}`), admin)).status).toBe(204);
      expect((await house.http('DELETE', pathOf(`/${userId}`), admin)).status).toBe(404);
      for (const table of ['user_password', 'identity_link', 'password_link', 'mailbox_proof'])
        expect([
          table,
          await house.superuser.query(`SELECT 1 FROM ${table} WHERE tenant_id = $1 AND user_id = $2`, [
            acme,
            userId,
          ]),
        ]).toEqual([table, []]);
      expect(await rows()).toMatchObject([{ id: jem }]);
      const check = { tenantIds: [acme], password: 'portico-demo' };
      expect(await house.ask(CheckPassword, { ...check, email })).toEqual({ users: [], factors: [] });
      expect((await house.ask(CheckPassword, { ...check, email: 'jem@acme.example' })).users).toHaveLength(1);
      for (const asked of [loginId, newId()])
        expect(await house.ask(ResolveIdentity, login(asked))).toMatchObject({ code: 'user_unknown' });
      expect((await house.facts(acme)).at(-1)).toEqual({
        type: 'user.deactivated',
        subject: userId,
        data: { userId, externalId: 'acme-1' },
      });
    });
  });
});
