import { ResolveIdentity, type Principal } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { aUserOf, type IdentityHouse, SEED, startIdentityHouse } from '../identity-house.fixture.js';
import { LinkStore } from './link.store.js';

const ISSUER = 'https://idp.example.com/realms/acme';

describe('links of a user', () => {
  let house: IdentityHouse;
  let acme: string;
  let connectionId: string;
  let admin: Principal;

  beforeAll(async () => {
    house = await startIdentityHouse();
  }, 60_000);
  afterAll(async () => {
    await house.stop();
  });
  beforeEach(() => {
    acme = newId();
    connectionId = newId();
    admin = aUserOf(acme, ['tenant_admin']);
  });

  const aUser = async (user: object = {}, tenantId = acme): Promise<string> => {
    const body = { email: 'scout@acme.example', name: 'Scout Finch', ...user };
    const answer = await house.http('POST', `/v1/tenants/${tenantId}/users`, SEED, body);
    expect(answer.status).toBe(201);
    return answer.body.id as string;
  };
  const aLink = (link: object = {}) => ({ connectionId, issuer: ISSUER, subject: 'subject-1', ...link });
  const pathOf = (userId: string, rest = ''): string => `/v1/tenants/${acme}/users/${userId}/links${rest}`;
  const add = async (userId: string, link: object = {}, bearer: Principal = admin) =>
    await house.http('POST', pathOf(userId), bearer, aLink(link));
  const list = async (userId: string): Promise<object[]> =>
    (await house.http('GET', pathOf(userId), admin)).body.links as object[];
  const told = async (type: string): Promise<unknown[]> =>
    (await house.facts(acme)).filter((fact) => fact.type === type).map(({ data }) => data);

  it.each<[string, object, string]>([
    ['no issuer', { issuer: undefined }, '/issuer'],
    ['an issuer that is no address', { issuer: 'acme' }, '/issuer'],
    ['M21 an empty subject', { subject: '' }, '/subject'],
    ['M21 a subject of 300 characters', { subject: 'x'.repeat(300) }, '/subject'],
    ['M21 a subject with blanks around it', { subject: ' x ' }, '/subject'],
    ['M21 a subject with NUL', { subject: 'a\0b' }, '/subject'],
    ['A13 a user in the body', { userId: newId() }, '/userId'],
  ])('refuses to add one with %s', async (_, link, pointer) => {
    const userId = await aUser();
    const answer = await add(userId, link);
    expect(answer).toMatchObject({ status: 400, body: { code: 'request_invalid', errors: [{ pointer }] } });
    expect(await list(userId)).toEqual([]);
  });

  it('M18 refuses an identity that is linked to another user', async () => {
    const [scout, jem] = [await aUser(), await aUser({ email: 'jem@acme.example' })];
    await add(scout);
    expect(await add(jem)).toMatchObject({ status: 403, body: { code: 'link_conflict' } });
    expect(await list(jem)).toEqual([]);
  });

  it('M18 refuses a second identity of the same connection', async () => {
    const userId = await aUser();
    await add(userId);
    expect(await add(userId, { subject: 'subject-2' })).toMatchObject({
      status: 403,
      body: { code: 'link_conflict' },
    });
    expect(await list(userId)).toHaveLength(1);
  });

  it('A11 refuses a tenant admin to link or release an operator', async () => {
    const userId = await aUser({ roles: ['operator'] });
    const refused = { status: 403, body: { code: 'scope_insufficient' } };
    expect(await add(userId)).toMatchObject(refused);
    const link = await add(userId, {}, SEED);
    expect(await house.http('DELETE', pathOf(userId, `/${link.body.id as string}`), admin)).toMatchObject(
      refused,
    );
  });

  it("A01 answers another tenant's user and link as ones that do not exist", async () => {
    const globex = newId();
    const foreign = await aUser({}, globex);
    const path = `/v1/tenants/${globex}/users/${foreign}/links`;
    const link = await house.http('POST', path, SEED, aLink());
    const own = await aUser();
    for (const [method, at, body] of [
      ['GET', pathOf(foreign)],
      ['POST', pathOf(foreign), aLink()],
      ['DELETE', pathOf(foreign, `/${link.body.id as string}`)],
      ['DELETE', pathOf(own, `/${link.body.id as string}`)],
      ['GET', path],
    ] as const)
      expect(await house.http(method, at, admin, body)).toMatchObject({ status: 404 });
    await house.http('DELETE', `/v1/tenants/${acme}/connections/${connectionId}/links`, admin);
    expect((await house.http('GET', path, SEED)).body.links).toHaveLength(1);
  });

  it('A01 keeps to the tenant by the WHERE of its statements alone, on a connection without row-level security', async () => {
    const globex = newId();
    const userId = await aUser({}, globex);
    await house.http('POST', `/v1/tenants/${globex}/users/${userId}/links`, SEED, aLink());
    const [store, { manager }] = [new LinkStore(), house.superuser];
    const [link] = await store.list(manager, globex, userId);
    expect(await store.list(manager, acme, userId)).toEqual([]);
    await expect(store.remove(manager, { tenantId: acme, userId, id: link!.id })).rejects.toThrow(
      'not_found',
    );
    expect(await store.removeOfConnection(manager, { tenantId: acme, connectionId }, 10)).toEqual([]);
    expect(await store.list(manager, globex, userId)).toHaveLength(1);
  });

  it('adds a link once, lists it, and tells it', async () => {
    const userId = await aUser({ externalId: 'acme-1' });
    const first = await add(userId);
    expect(first).toMatchObject({ status: 201, body: aLink() });
    expect((await add(userId)).body).toEqual(first.body);
    expect(await list(userId)).toEqual([first.body]);
    expect(await told('user.linked')).toEqual([{ userId, externalId: 'acme-1', connectionId }]);
  });

  it('adds one of ten that claim one identity at once', async () => {
    const users: string[] = [];
    for (let n = 0; n < 10; n++) users.push(await aUser());
    const answers = await Promise.all(users.map(async (userId) => await add(userId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(403)]);
  });

  it('releases a link, so that the next sign-in is a first one again, and tells it', async () => {
    const userId = await aUser({ externalId: 'acme-1' });
    const { body } = await add(userId);
    const path = pathOf(userId, `/${body.id as string}`);
    expect((await house.http('DELETE', path, admin)).status).toBe(204);
    expect((await house.http('DELETE', path, admin)).status).toBe(404);
    expect(await told('user.unlinked')).toEqual([{ userId, externalId: 'acme-1', connectionId }]);
    const answer = await house.ask(ResolveIdentity, {
      loginId: newId(),
      tenantId: acme,
      connectionId,
      policy: 'match_only',
      identity: {
        issuer: ISSUER,
        subject: 'subject-of-the-new-hire',
        email: 'scout@acme.example',
        emailTrust: 'trusted',
        domainProved: false,
      },
    });
    expect(answer).toMatchObject({ outcome: 'matched', user: { userId } });
  });

  it('releases all links of one connection and of no other, more than a batch, and tells each', async () => {
    await house.superuser.query(
      `INSERT INTO app_user (tenant_id, email, email_normal, name, roles)
       SELECT $1, 'x@acme.example', 'x@acme.example', 'x', '{member}' FROM generate_series(1, 600)`,
      [acme],
    );
    for (const connection of [connectionId, newId()])
      await house.superuser.query(
        `INSERT INTO identity_link (tenant_id, connection_id, issuer, subject, user_id)
         SELECT $1, $2, 'https://idp.example.com', id, id FROM app_user WHERE tenant_id = $1`,
        [acme, connection],
      );
    const path = `/v1/tenants/${acme}/connections/${connectionId}/links`;
    expect(await house.http('DELETE', path, admin)).toEqual({ status: 200, body: { released: 600 } });
    expect(await house.http('DELETE', path, admin)).toEqual({ status: 200, body: { released: 0 } });
    const left = await house.superuser.query<unknown[]>('SELECT 1 FROM identity_link WHERE tenant_id = $1', [
      acme,
    ]);
    expect(left).toHaveLength(600);
    const facts = await told('user.unlinked');
    expect(new Set(facts.map((data) => (data as { userId: string }).userId)).size).toBe(600);
  });
});
