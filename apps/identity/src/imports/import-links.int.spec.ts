import type { AddressInfo, Server } from 'node:net';
import { type CreateLink, type ImportResult, type Principal, ResolveIdentity } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { aUserOf, type IdentityHouse, SEED, startIdentityHouse } from '../identity-house.fixture.js';
import { ImportedLinkStore } from './imported-link.store.js';

const SCOUT = { email: 'scout@acme.example', name: 'Scout Finch' };
const JEM = { email: 'jem@acme.example', name: 'Jem Finch' };
const ISSUER = 'https://idp.example.com/realms/acme';
/** As newer Cognito user pools give them: neither the variant nor always the version of RFC 9562; another one each time. */
const aCognitoSub = (): string => newId().replace(/^(.{19})./, (_, begin: string) => `${begin}c`);

describe('links in an import of users', () => {
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

  const aLink = (link: object = {}): CreateLink => ({
    connectionId,
    issuer: ISSUER,
    subject: 'subject-1',
    ...link,
  });
  const post = async (body: string, type = 'application/x-ndjson', bearer = admin): Promise<Response> => {
    const { port } = (house.app.getHttpServer() as Server).address() as AddressInfo;
    const token = Buffer.from(JSON.stringify(bearer)).toString('base64url');
    return await fetch(`http://127.0.0.1:${port}/v1/tenants/${acme}/user-imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body,
    });
  };
  const load = async (...lines: object[]): Promise<ImportResult[]> => await loadAs(admin, ...lines);
  const loadAs = async (bearer: Principal, ...lines: object[]): Promise<ImportResult[]> => {
    const answer = await post(lines.map((line) => JSON.stringify(line)).join('\n'), undefined, bearer);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as ImportResult);
  };
  const links = async (): Promise<object[]> =>
    await house.superuser.query(
      `SELECT app_user.email, identity_link.connection_id AS "connectionId", issuer, subject
         FROM identity_link JOIN app_user ON app_user.tenant_id = identity_link.tenant_id AND app_user.id = user_id
        WHERE identity_link.tenant_id = $1 ORDER BY app_user.email, subject`,
      [acme],
    );
  const emails = async (): Promise<string[]> => {
    const rows = await house.superuser.query<{ email: string }[]>(
      'SELECT email FROM app_user WHERE tenant_id = $1 ORDER BY email',
      [acme],
    );
    return rows.map(({ email }) => email);
  };
  const told = async (): Promise<string[]> => (await house.facts(acme)).map(({ type }) => type);

  it.each<[string, object, string]>([
    ['a connection that is none', { connectionId: 'keycloak' }, '/links/0/connectionId'],
    ['an issuer that is no address', { issuer: 'acme' }, '/links/0/issuer'],
    ['M21 an empty subject', { subject: '' }, '/links/0/subject'],
    ['M21 a subject with blanks around it', { subject: ' x ' }, '/links/0/subject'],
    ['M21 a subject with NUL', { subject: 'a\0b' }, '/links/0/subject'],
    ['A13 a user of its own', { userId: newId() }, '/links/0/userId'],
  ])('%s in a link refuses its line with the user, and not the next', async (_, link, pointer) => {
    const results = await load({ ...SCOUT, links: [aLink(link)] }, JEM);
    expect(results).toMatchObject([
      { outcome: 'refused', code: 'request_invalid', message: expect.stringContaining(pointer) as string },
      { outcome: 'created' },
    ]);
    expect(await emails()).toEqual([JEM.email]);
  });

  it('M18 refuses a line with the identity of another user, of an earlier import or line, and stores nothing of it', async () => {
    await load({ ...SCOUT, links: [aLink()] });
    const boo = { email: 'boo@acme.example', name: 'Arthur Radley' };
    const taken = { outcome: 'refused', code: 'link_conflict' };
    expect(
      await load(
        { ...JEM, links: [aLink()] },
        { ...JEM, links: [aLink({ subject: 'subject-2' })] },
        { ...boo, links: [aLink({ connectionId: newId() }), aLink({ subject: 'subject-2' })] },
      ),
    ).toMatchObject([taken, { outcome: 'created' }, taken]);
    expect(await emails()).toEqual([JEM.email, SCOUT.email]);
    expect(await links()).toHaveLength(2);
  });

  it('M18 refuses a second identity of one connection, of a user who has one and within one line', async () => {
    await load({ ...SCOUT, links: [aLink()] });
    const second = aLink({ subject: 'subject-2' });
    expect(
      await load(
        { ...SCOUT, name: 'X', links: [second] },
        { ...JEM, links: [second, aLink({ subject: 'y' })] },
      ),
    ).toMatchObject([{ code: 'link_conflict' }, { code: 'link_conflict' }]);
    expect(await links()).toEqual([{ email: SCOUT.email, ...aLink() }]);
    expect(await emails()).toEqual([SCOUT.email]);
  });

  it('A11 refuses a tenant admin to link an operator', async () => {
    const id = newId();
    await post(JSON.stringify({ ...SCOUT, id, roles: ['operator'] }), undefined, SEED);
    expect(await load({ ...SCOUT, links: [aLink()] })).toMatchObject([{ code: 'scope_insufficient' }]);
    expect(await links()).toEqual([]);
  });

  it('refuses CSV with a column for them', async () => {
    const answer = await post('email,name,links\na@b.example,x,y\n', 'text/csv');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: '/links' }] });
  });

  it("A01 links another tenant's identity to a user of its own", async () => {
    await load({ ...SCOUT, links: [aLink()] });
    acme = newId();
    admin = aUserOf(acme, ['tenant_admin']);
    expect(await load({ ...JEM, links: [aLink()] })).toMatchObject([{ outcome: 'created' }]);
    const store = new ImportedLinkStore();
    const wanted = [aLink()];
    expect(await store.listRivals(house.superuser.manager, acme, wanted, [])).toHaveLength(1);
  });

  it('refuses all but one of many lines that claim one identity in imports at once', async () => {
    const lines = Array.from({ length: 5 }, (_, n) => ({
      email: `user-${n}@acme.example`,
      name: 'X',
      links: [aLink()],
    }));
    const results = (await Promise.all(lines.map(async (line) => await load(line)))).flat();
    expect(results.map(({ outcome }) => outcome).sort()).toEqual([
      'created',
      ...Array<string>(4).fill('refused'),
    ]);
    expect(await emails()).toHaveLength(1);
  });

  it('adds a user with links, keeps an id of any variant, tells each, and changes nothing the second time', async () => {
    const id = aCognitoSub();
    const line = { ...SCOUT, id, links: [aLink(), aLink({ connectionId: newId() })] };
    expect(await loadAs(SEED, line)).toMatchObject([{ outcome: 'created', userId: id }]);
    expect(await told()).toEqual(['user.created', 'user.linked', 'user.linked']);
    expect(await load(line)).toMatchObject([{ outcome: 'unchanged' }]);
    expect(await told()).toHaveLength(3);
    expect(await links()).toHaveLength(2);
    const path = `/v1/tenants/${acme}/users/${id}`;
    expect(await house.http('GET', path, admin)).toMatchObject({ status: 200, body: { id } });
  });

  it('adds a link to a user who exists, and tells that alone', async () => {
    await load({ ...SCOUT, externalId: 'acme-1' });
    expect(await load({ ...SCOUT, links: [aLink()] })).toMatchObject([{ outcome: 'updated' }]);
    expect((await house.facts(acme)).slice(1)).toMatchObject([
      { type: 'user.linked', data: { externalId: 'acme-1', connectionId } },
    ]);
  });

  it('lets the identity in afterwards, whatever address it brings', async () => {
    const [made] = await loadAs(SEED, { ...SCOUT, id: aCognitoSub(), links: [aLink()] });
    const answer = await house.ask(ResolveIdentity, {
      loginId: newId(),
      tenantId: acme,
      connectionId,
      policy: 'pre_linked_only',
      identity: { issuer: ISSUER, subject: 'subject-1', emailTrust: 'missing', domainProved: false },
    });
    expect(answer).toMatchObject({ outcome: 'linked', user: { userId: made!.userId } });
  });
});
