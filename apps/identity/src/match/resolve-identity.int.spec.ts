import { ResolveIdentity as Question, type UserSnapshot } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import type { z } from 'zod';
import { type IdentityHouse, SEED, startIdentityHouse } from '../identity-house.fixture.js';
import { MatchStore } from './match.store.js';
import { ResolveIdentity } from './resolve-identity.js';

type Request = z.input<typeof Question.request>;
const ISSUER = 'https://idp.example.com/realms/acme';

describe(ResolveIdentity.name, () => {
  let house: IdentityHouse;
  let acme: string;
  let connectionId: string;

  beforeAll(async () => {
    house = await startIdentityHouse();
  }, 60_000);
  afterAll(async () => {
    await house.stop();
  });
  beforeEach(() => {
    acme = newId();
    connectionId = newId();
  });

  const aUser = async (
    user: { tenantId?: string; email?: string; externalId?: string } = {},
  ): Promise<string> => {
    const { tenantId = acme, email = 'scout@acme.example', externalId } = user;
    const body = { email, name: 'Scout Finch', externalId };
    const answer = await house.http('POST', `/v1/tenants/${tenantId}/users`, SEED, body);
    expect(answer.status).toBe(201);
    return answer.body.id as string;
  };
  const change = async (userId: string, body: object): Promise<void> => {
    const answer = await house.http('PATCH', `/v1/tenants/${acme}/users/${userId}`, SEED, body);
    expect(answer.status).toBe(200);
  };
  const aRequest = (
    request: Partial<Omit<Request, 'identity'>> & { identity?: Partial<Request['identity']> } = {},
  ): Request => ({
    loginId: newId(),
    tenantId: acme,
    connectionId,
    policy: 'match_only',
    ...request,
    identity: {
      issuer: ISSUER,
      subject: 'subject-of-scout',
      email: 'scout@acme.example',
      emailTrust: 'trusted',
      domainProved: false,
      ...request.identity,
    },
  });
  const resolve = async (request: Parameters<typeof aRequest>[0] = {}) =>
    await house.ask(Question, aRequest(request));
  const links = async (
    tenantId = acme,
  ): Promise<{ subject: string; user_id: string; connection_id: string }[]> =>
    await house.superuser.query(
      'SELECT subject, user_id, connection_id FROM identity_link WHERE tenant_id = $1',
      [tenantId],
    );

  it.each<[string, Partial<Request['identity']>, string]>([
    ['a stranger', { email: 'stranger@acme.example' }, 'user_unknown'],
    ['M05 an unverified e-mail', { emailTrust: 'unverified' }, 'email_unverified'],
    ['a missing e-mail', { email: undefined, emailTrust: 'missing' }, 'email_missing'],
    [
      'M16 an e-mail with two at signs, however trusted',
      { email: 'scout@acme.example@evil.example' },
      'email_missing',
    ],
    ['M15 a fullwidth at sign, however trusted', { email: 'scout＠acme.example' }, 'email_missing'],
    ['M14 a plus tag of somebody', { email: 'scout+x@acme.example' }, 'user_unknown'],
    ['M21 a subject with NUL', { subject: 'a\0b' }, 'id_token_invalid'],
    ['M21 a subject with blanks around it', { subject: ' subject ' }, 'id_token_invalid'],
    ['M21 an issuer with NUL', { issuer: 'https://idp.example.com/\0' }, 'id_token_invalid'],
  ])('refuses %s and links nobody', async (_, identity, code) => {
    await aUser();
    expect(await resolve({ identity })).toEqual({ outcome: 'refused', code });
    expect(await links()).toEqual([]);
  });

  it.each(['', 'x'.repeat(300)])(
    'M21 refuses a subject of odd length as a request that does not fit',
    async (subject) => {
      await expect(resolve({ identity: { subject } })).rejects.toMatchObject({ code: 'request_invalid' });
    },
  );

  it('M17 refuses an address that two active users have, whoever came first', async () => {
    await aUser();
    await aUser({ email: 'SCOUT@acme.example' });
    expect(await resolve()).toEqual({ outcome: 'refused', code: 'user_ambiguous' });
    expect(await links()).toEqual([]);
  });

  it('M19 refuses a deactivated user without a link, and links nobody', async () => {
    const userId = await aUser();
    await change(userId, { status: 'deactivated' });
    expect(await resolve()).toEqual({ outcome: 'refused', code: 'user_deactivated', userId });
    expect(await links()).toEqual([]);
  });

  it('M19 refuses a deactivated user with a link', async () => {
    const userId = await aUser();
    await resolve();
    await change(userId, { status: 'deactivated' });
    expect(await resolve()).toEqual({ outcome: 'refused', code: 'user_deactivated', userId });
  });

  it('M18 refuses another subject with the address of a user who is linked at this connection', async () => {
    const userId = await aUser();
    await resolve();
    const newHire = await resolve({ identity: { subject: 'subject-of-the-new-hire' } });
    expect(newHire).toEqual({ outcome: 'refused', code: 'link_conflict', userId });
    expect(await links()).toHaveLength(1);
  });

  it('M07 takes the same subject of another issuer for another identity', async () => {
    const userId = await aUser();
    await resolve();
    const other = await resolve({
      identity: { issuer: 'https://other.example.com', emailTrust: 'unverified' },
    });
    expect(other).toEqual({ outcome: 'refused', code: 'email_unverified' });
    expect(await links()).toMatchObject([{ user_id: userId }]);
  });

  it('M07 takes the same issuer and subject at another connection, or of another tenant, for another identity', async () => {
    const globex = newId();
    await aUser();
    await resolve();
    const forged = { emailTrust: 'unverified' } as const;
    for (const place of [
      { connectionId: newId() },
      { tenantId: globex },
      { tenantId: globex, connectionId: newId() },
    ])
      expect(await resolve({ ...place, identity: forged })).toEqual({
        outcome: 'refused',
        code: 'email_unverified',
      });
  });

  it("M01 never matches another tenant's user, whatever the identity provider asserts", async () => {
    const globex = newId();
    const victim = await aUser({ tenantId: globex, email: 'victim@globex.example' });
    const answer = await resolve({ identity: { email: 'victim@globex.example' } });
    expect(answer).toEqual({ outcome: 'refused', code: 'user_unknown' });
    expect(await links(globex)).toEqual([]);
    expect((await house.facts(globex)).map(({ type, subject }) => [type, subject])).toEqual([
      ['user.created', victim],
    ]);
  });

  it('M01 keeps to the tenant by the WHERE of its queries alone, on a connection without row-level security', async () => {
    const globex = newId();
    const email = 'atticus@globex.example';
    await aUser({ tenantId: globex, email });
    const request = aRequest({ tenantId: globex, identity: { email } });
    await house.ask(Question, request);
    const store = new MatchStore();
    const { manager } = house.superuser;
    // The seeing twin: this connection does see the rows.
    expect(await store.listCandidates(manager, request, email)).toHaveLength(1);
    expect(await store.findKnown(manager, request)).toMatchObject({
      linked: { email },
      reply: {},
    });
    const asAcme = { ...request, tenantId: acme };
    expect(await store.listCandidates(manager, asAcme, email)).toEqual([]);
    expect(await store.findKnown(manager, asAcme)).toMatchObject({ linked: null, reply: null });
  });

  it('A02 keeps to the tenant by row-level security alone, in queries without a WHERE', async () => {
    const globex = newId();
    await aUser({ tenantId: globex });
    await resolve({ tenantId: globex });
    const database = house.app.get(Database);
    for (const table of ['app_user', 'identity_link', 'resolution']) {
      const count = async (tenantId: string): Promise<number> =>
        await database.inTenant(
          tenantId,
          async (tx) => (await tx.query<unknown[]>(`SELECT 1 FROM ${table}`)).length,
        );
      expect([table, await count(globex), await count(acme)]).toEqual([table, 1, 0]);
      const outside = await database.transaction((tx) => tx.query<unknown[]>(`SELECT 1 FROM ${table}`));
      expect(outside).toEqual([]);
    }
  });

  it('A02 finds nothing for an undefined tenant', async () => {
    await aUser();
    const request = { ...aRequest(), tenantId: undefined as unknown as string };
    expect(
      await new MatchStore().listCandidates(house.superuser.manager, request, 'scout@acme.example'),
    ).toEqual([]);
  });

  it('links nobody and answers nothing if the fact cannot be stored', async () => {
    const userId = await aUser();
    const request = aRequest();
    await house.superuser.query('ALTER TABLE outbox_event RENAME TO outbox_event_away');
    const failed = house.ask(Question, request);
    await expect(failed).rejects.toMatchObject({ code: 'internal_error' });
    await house.superuser.query('ALTER TABLE outbox_event_away RENAME TO outbox_event');
    expect(await links()).toEqual([]);
    expect(await house.ask(Question, request)).toMatchObject({ outcome: 'matched', user: { userId } });
  });

  it('notes the first use of a link that was added beforehand, and never again', async () => {
    const userId = await aUser();
    const link = { connectionId, issuer: ISSUER, subject: 'subject-of-scout' };
    await house.http('POST', `/v1/tenants/${acme}/users/${userId}/links`, SEED, link);
    const used = async () =>
      await house.superuser.query<{ first_used_at: Date | null; xmin: string }[]>(
        'SELECT first_used_at, xmin::text FROM identity_link WHERE tenant_id = $1',
        [acme],
      );
    expect(await used()).toMatchObject([{ first_used_at: null }]);
    await resolve();
    const after = await used();
    expect(after).toMatchObject([{ first_used_at: expect.any(Date) as Date }]);
    await resolve();
    expect(await used()).toEqual(after);
  });

  it('takes a link that a sign-in made for one in use', async () => {
    await aUser();
    await resolve();
    const rows = await house.superuser.query<{ used: boolean }[]>(
      'SELECT first_used_at IS NOT NULL AS used FROM identity_link WHERE tenant_id = $1',
      [acme],
    );
    expect(rows).toEqual([{ used: true }]);
  });

  it('matches a trusted e-mail once, pins the identity, and tells it', async () => {
    const userId = await aUser({ externalId: 'acme-1' });
    const answer = await resolve({ identity: { email: 'SCOUT@Acme.example' } });
    expect(answer).toMatchObject({
      outcome: 'matched',
      user: { userId, tenantId: acme, externalId: 'acme-1' },
    });
    expect(await links()).toEqual([
      { subject: 'subject-of-scout', user_id: userId, connection_id: connectionId },
    ]);
    expect((await house.facts(acme)).at(-1)).toEqual({
      type: 'user.linked',
      subject: userId,
      data: { userId, externalId: 'acme-1', connectionId },
    });
  });

  it('lets the link decide alone afterwards, without any e-mail', async () => {
    const userId = await aUser();
    await resolve();
    const answer = await resolve({ identity: { email: undefined, emailTrust: 'missing' } });
    expect(answer).toMatchObject({ outcome: 'linked', user: { userId } });
    expect(await house.facts(acme)).toHaveLength(2);
  });

  it('M02 gives the same address in two tenants to the user of the asking one', async () => {
    const globex = newId();
    const [here, there] = [await aUser(), await aUser({ tenantId: globex })];
    expect(await resolve()).toMatchObject({ user: { userId: here, tenantId: acme } });
    expect(await resolve({ tenantId: globex, connectionId: newId() })).toMatchObject({
      user: { userId: there },
    });
    expect(await links()).toMatchObject([{ user_id: here }]);
  });

  it('M06 brings each to their own account after their addresses were swapped at the identity provider', async () => {
    const [scout, jem] = [await aUser(), await aUser({ email: 'jem@acme.example' })];
    const jemsIdentity = { subject: 'subject-of-jem', email: 'jem@acme.example' };
    await resolve();
    await resolve({ identity: jemsIdentity });
    const swapped = [
      await resolve({ identity: { email: 'jem@acme.example' } }),
      await resolve({ identity: { ...jemsIdentity, email: 'scout@acme.example' } }),
    ];
    expect(swapped).toMatchObject([
      { outcome: 'linked', user: { userId: scout } },
      { outcome: 'linked', user: { userId: jem } },
    ]);
  });

  it('M12 gives nobody an account that waits for them under an address which they have not proved', async () => {
    await aUser({ email: 'victim@acme.example' });
    const answer = await resolve({ identity: { email: 'victim@acme.example', emailTrust: 'unverified' } });
    expect(answer).toEqual({ outcome: 'refused', code: 'email_unverified' });
    expect(await links()).toEqual([]);
  });

  it('M12 keeps an identity with its user when an admin gives the address to another', async () => {
    const scout = await aUser();
    await resolve();
    await change(scout, { email: 'jean.louise@acme.example' });
    await aUser();
    expect(await resolve()).toMatchObject({
      outcome: 'linked',
      user: { userId: scout, email: 'jean.louise@acme.example' },
    });
  });

  it('answers the same login the same, even after the user was deactivated', async () => {
    const userId = await aUser();
    const request = aRequest();
    const first = await house.ask(Question, request);
    await change(userId, { status: 'deactivated' });
    expect(await house.ask(Question, request)).toEqual(first);
    expect(first).toMatchObject({ outcome: 'matched' });
    expect(await resolve()).toMatchObject({ code: 'user_deactivated' });
  });

  it('answers a refused login the same, even after the user was added', async () => {
    const request = aRequest();
    const first = await house.ask(Question, request);
    await aUser();
    expect(await house.ask(Question, request)).toEqual(first);
    expect(first).toEqual({ outcome: 'refused', code: 'user_unknown' });
  });

  it('pins an identity once when 20 logins meet it first at once, and refuses none', async () => {
    const userId = await aUser();
    const answers = await Promise.all(Array.from({ length: 20 }, async () => await resolve()));
    const users = answers.map((answer) => (answer as { user?: UserSnapshot }).user?.userId);
    expect(users).toEqual(Array.from({ length: 20 }, () => userId));
    expect(answers.filter(({ outcome }) => outcome === 'matched')).toHaveLength(1);
    expect(await links()).toHaveLength(1);
    expect((await house.facts(acme)).filter(({ type }) => type === 'user.linked')).toHaveLength(1);
  });

  it('takes an identity that was linked a moment ago for no conflict with itself', async () => {
    await aUser();
    const request = aRequest();
    await house.ask(Question, request);
    const conflictOf = async (subject: string): Promise<unknown> => {
      const asked = { ...request, identity: { issuer: ISSUER, subject } };
      return await new MatchStore().listCandidates(house.superuser.manager, asked, 'scout@acme.example');
    };
    expect(await conflictOf('subject-of-scout')).toMatchObject([{ linkedElsewhere: false }]);
    expect(await conflictOf('subject-of-the-new-hire')).toMatchObject([{ linkedElsewhere: true }]);
  });

  it('gives 20 askings of one login at once one answer', async () => {
    await aUser();
    const request = aRequest();
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => await house.ask(Question, request)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ outcome: 'matched' });
    expect(await links()).toHaveLength(1);
  });

  it('M18 links one of 20 subjects that claim one address at once', async () => {
    const userId = await aUser();
    const answers = await Promise.all(
      Array.from(
        { length: 20 },
        async (_, n) => await resolve({ identity: { subject: `subject-${String(n)}` } }),
      ),
    );
    expect(answers.filter(({ outcome }) => outcome === 'matched')).toHaveLength(1);
    expect(answers.filter((answer) => 'code' in answer && answer.code === 'link_conflict')).toHaveLength(19);
    expect(await links()).toMatchObject([{ user_id: userId }]);
  });

  it('forgets answers after a day, two at each new one, the oldest first', async () => {
    await aUser();
    for (let n = 0; n < 4; n++) await resolve();
    await house.superuser.query(
      `UPDATE resolution SET created_at = now() - interval '25 hours' WHERE tenant_id = $1`,
      [acme],
    );
    const left = async (): Promise<number> =>
      (await house.superuser.query<unknown[]>('SELECT 1 FROM resolution WHERE tenant_id = $1', [acme]))
        .length;
    await resolve();
    expect(await left()).toBe(3);
    await resolve();
    await resolve();
    expect(await left()).toBe(3);
  });

  describe('with the policy match_or_create', () => {
    const stranger = { email: 'Boo@Acme.example', domainProved: true, name: 'Boo Radley' };
    const create = async (identity: Partial<Request['identity']> = {}) =>
      await resolve({ policy: 'match_or_create', identity: { ...stranger, ...identity } });
    const users = async (): Promise<unknown[]> =>
      await house.superuser.query('SELECT id FROM app_user WHERE tenant_id = $1', [acme]);

    it.each<[string, Partial<Request['identity']>, string]>([
      ['M03 outside the proved domains', { domainProved: false }, 'user_unknown'],
      ['M03 with an unverified address', { emailTrust: 'unverified' }, 'email_unverified'],
      ['with two at signs', { email: 'boo@acme.example@evil.example' }, 'email_missing'],
    ])('makes nobody %s', async (_, identity, code) => {
      expect(await create(identity)).toEqual({ outcome: 'refused', code });
      expect(await users()).toEqual([]);
    });

    it('M19 makes nobody beside a deactivated user with the address', async () => {
      const userId = await aUser({ email: 'boo@acme.example' });
      await change(userId, { status: 'deactivated' });
      expect(await create()).toEqual({ outcome: 'refused', code: 'user_deactivated', userId });
      expect(await users()).toHaveLength(1);
    });

    it('links an active user with the address instead of making a second one', async () => {
      const userId = await aUser({ email: 'boo@acme.example' });
      expect(await create()).toMatchObject({ outcome: 'matched', user: { userId } });
      expect(await users()).toHaveLength(1);
    });

    it('makes a member with the address as claimed, links it, tells both, and answers the same again', async () => {
      const request = aRequest({ policy: 'match_or_create', identity: stranger });
      const answer = await house.ask(Question, request);
      const profile = { email: 'Boo@Acme.example', name: 'Boo Radley', externalId: null, roles: ['member'] };
      expect(answer).toMatchObject({ outcome: 'created', user: { ...profile, status: 'active' } });
      const { userId } = (answer as { user: UserSnapshot }).user;
      expect(await house.ask(Question, request)).toEqual(answer);
      expect(await house.facts(acme)).toEqual([
        { type: 'user.created', subject: userId, data: { ...profile, userId } },
        { type: 'user.linked', subject: userId, data: { userId, externalId: null, connectionId } },
      ]);
      expect(await create({ domainProved: false })).toMatchObject({ outcome: 'linked', user: { userId } });
    });

    it('makes one user when 20 logins of one identity meet it first at once', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, async () => await create()));
      const ids = answers.map((answer) => (answer as { user?: UserSnapshot }).user?.userId);
      expect(new Set(ids).size).toBe(1);
      expect(await users()).toEqual([{ id: ids[0] }]);
      expect(answers.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    });

    it('makes one user when 20 identities claim one address at once, and M18 links one of them', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, async (_, n) => await create({ subject: `subject-${String(n)}` })),
      );
      expect(await users()).toHaveLength(1);
      expect(answers.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
      expect(answers.filter((answer) => 'code' in answer && answer.code === 'link_conflict')).toHaveLength(
        19,
      );
    });
  });

  describe('with the policy pre_linked_only', () => {
    const resolveLinked = async () => await resolve({ policy: 'pre_linked_only' });

    it('refuses a user who would match, and links nobody', async () => {
      await aUser();
      expect(await resolveLinked()).toEqual({ outcome: 'refused', code: 'link_missing' });
      expect(await links()).toEqual([]);
    });

    it('takes an identity that an admin has linked', async () => {
      const userId = await aUser();
      const wanted = { connectionId, issuer: ISSUER, subject: 'subject-of-scout' };
      const link = await house.http('POST', `/v1/tenants/${acme}/users/${userId}/links`, SEED, wanted);
      expect(link.status).toBe(201);
      expect(await resolveLinked()).toMatchObject({ outcome: 'linked', user: { userId } });
    });
  });
});
