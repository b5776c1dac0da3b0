import { CheckPassword, FindLapsed, GetUser, LookupEmail, type UserSnapshot } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { type IdentityHouse, SEED, startIdentityHouse } from '../identity-house.fixture.js';
import { Argon2 } from '../passwords/argon2.client.js';

const PASSWORD = 'portico-demo';

describe('questions about users', () => {
  let house: IdentityHouse;
  let acme: string;
  let email: string;

  beforeAll(async () => {
    house = await startIdentityHouse();
  }, 60_000);
  afterAll(async () => {
    await house.stop();
  });
  beforeEach(() => {
    acme = newId();
    email = `scout-${newId()}@acme.example`;
  });

  const aUser = async (
    wanted: { tenantId?: string; password?: string | null; status?: string; address?: string } = {},
  ): Promise<string> => {
    const { tenantId = acme, password = PASSWORD, status = 'active', address = email } = wanted;
    const path = `/v1/tenants/${tenantId}/users`;
    const { body } = await house.http('POST', path, SEED, { email: address, name: 'Scout Finch' });
    const user = `${path}/${body.id as string}`;
    if (password) expect((await house.http('PUT', `${user}/password`, SEED, { password })).status).toBe(204);
    if (status !== 'active') expect((await house.http('PATCH', user, SEED, { status })).status).toBe(200);
    return body.id as string;
  };
  const check = async (
    question: Partial<{ email: string; tenantIds: string[]; password: string }> = {},
  ): Promise<string[]> => {
    const answer = await house.ask(CheckPassword, {
      email,
      tenantIds: [acme],
      password: PASSWORD,
      ...question,
    });
    return answer.users.map(({ userId }) => userId);
  };

  describe('ask.identity.lookup', () => {
    it.each(['stranger@acme.example', 'not an address', 'a@b@c.example', 'scout＠acme.example'])(
      'B01 answers %j with an empty list',
      async (address) => {
        expect(await house.ask(LookupEmail, { email: address })).toEqual({ users: [] });
      },
    );

    it('finds the users of every tenant, deactivated ones too', async () => {
      const globex = newId();
      const userId = await aUser({ password: null });
      await aUser({ tenantId: globex, password: null, status: 'deactivated', address: email.toUpperCase() });
      const { users } = await house.ask(LookupEmail, { email: email.toUpperCase() });
      const expected: Partial<UserSnapshot>[] = [
        {
          tenantId: acme,
          userId,
          email,
          name: 'Scout Finch',
          externalId: null,
          status: 'active',
          roles: ['member'],
        },
        { tenantId: globex, status: 'deactivated' },
      ];
      expect(users).toMatchObject(expected);
    });
  });

  describe('ask.identity.get-user', () => {
    it('M01 answers nobody for a user of another tenant', async () => {
      const userId = await aUser({ password: null });
      expect(await house.ask(GetUser, { tenantId: newId(), userId })).toEqual({ user: null });
    });

    it('answers the user as of now', async () => {
      const userId = await aUser({ password: null, status: 'deactivated' });
      expect(await house.ask(GetUser, { tenantId: acme, userId })).toMatchObject({
        user: { userId, tenantId: acme, status: 'deactivated' },
      });
    });
  });

  describe('ask.identity.find-lapsed', () => {
    const link = async (userId: string, connectionId: string): Promise<string> => {
      const wanted = { connectionId, issuer: 'https://idp.example.com', subject: userId };
      const { body } = await house.http('POST', `/v1/tenants/${acme}/users/${userId}/links`, SEED, wanted);
      return body.id as string;
    };
    const lapsed = async (...sessions: { userId: string; connectionId: string | null }[]) =>
      (await house.ask(FindLapsed, { tenantId: acme, sessions })).lapsed;

    it('answers nobody where everybody is active and linked', async () => {
      const [userId, connectionId] = [await aUser({ password: null }), newId()];
      await link(userId, connectionId);
      expect(await lapsed({ userId, connectionId }, { userId, connectionId: null })).toEqual([]);
    });

    it.each(['deactivated', 'of another tenant', 'unknown'])('M19 calls a user %s lapsed', async (which) => {
      const userId =
        which === 'unknown'
          ? newId()
          : await aUser({
              password: null,
              ...(which === 'deactivated' ? { status: 'deactivated' } : { tenantId: newId() }),
            });
      const asked = { userId, connectionId: null };
      expect(await lapsed(asked)).toEqual([{ ...asked, code: 'user_deactivated' }]);
    });

    it('calls a user lapsed whose identity of the connection was released: link_released', async () => {
      const [userId, connectionId, other] = [await aUser({ password: null }), newId(), newId()];
      const linkId = await link(userId, connectionId);
      await link(userId, other);
      await house.http('DELETE', `/v1/tenants/${acme}/users/${userId}/links/${linkId}`, SEED);
      expect(await lapsed({ userId, connectionId }, { userId, connectionId: other })).toEqual([
        { userId, connectionId, code: 'link_released' },
      ]);
    });
  });

  describe('ask.identity.check-password', () => {
    it.each<[string, Parameters<typeof check>[0]]>([
      ['a wrong password', { password: 'portico-Demo' }],
      ['an unknown address', { email: 'stranger@acme.example' }],
      ['an address that is none', { email: 'a@b@c.example' }],
      ['another tenant', { tenantIds: [newId()] }],
      ['no tenant', { tenantIds: [] }],
    ])('refuses %s', async (_, question) => {
      await aUser();
      expect(await check(question)).toEqual([]);
    });

    it('M19 refuses the right password of a deactivated user', async () => {
      await aUser({ status: 'deactivated' });
      expect(await check()).toEqual([]);
    });

    it('M17 refuses the right password of one of two users with the address', async () => {
      await aUser();
      await aUser({ password: 'another-password' });
      expect(await check()).toEqual([]);
    });

    it('refuses a user who has no password', async () => {
      await aUser({ password: null });
      expect(await check()).toEqual([]);
    });

    it('refuses the former password after a change', async () => {
      const userId = await aUser();
      const path = `/v1/tenants/${acme}/users/${userId}/password`;
      await house.http('PUT', path, SEED, { password: 'a-newer-password' });
      expect(await check()).toEqual([]);
      expect(await check({ password: 'a-newer-password' })).toEqual([userId]);
    });

    it('M02 finds the tenants where the password is right, among those asked for', async () => {
      const [globex, initech] = [newId(), newId()];
      const here = await aUser();
      const there = await aUser({ tenantId: globex });
      await aUser({ tenantId: initech, password: 'another-password' });
      expect((await check({ tenantIds: [acme, globex, initech] })).sort()).toEqual([here, there].sort());
      expect(await check({ tenantIds: [globex] })).toEqual([there]);
    });

    it('takes the same password typed in another normal form', async () => {
      const userId = await aUser({ password: 'p\u00E4ssw\u00F6rter-\uFB01' });
      expect(await check({ password: 'pa\u0308sswo\u0308rter-fi' })).toEqual([userId]);
    });

    it.each<[string, { tenants: number; exists: boolean; status?: string; password?: null }]>([
      ['a known address', { tenants: 1, exists: true }],
      ['an unknown address', { tenants: 1, exists: false }],
      ['an unknown address without tenants', { tenants: 0, exists: false }],
      ['a deactivated user', { tenants: 1, exists: true, status: 'deactivated' }],
      ['a user without a password', { tenants: 1, exists: true, password: null }],
      ['two tenants, one of them known', { tenants: 2, exists: true }],
    ])(
      'B01 compares one hash per tenant, and one at least, for %s',
      async (_, { tenants, exists, ...user }) => {
        if (exists) await aUser(user);
        const argon2 = house.app.get(Argon2);
        const verify = argon2.verify.bind(argon2);
        let compared = 0;
        argon2.verify = async (hash, password) => {
          compared += 1;
          return await verify(hash, password);
        };
        try {
          await check({ tenantIds: [acme, newId()].slice(0, tenants), password: 'a-wrong-password' });
          expect(compared).toBe(Math.max(tenants, 1));
        } finally {
          argon2.verify = verify;
        }
      },
    );

    it('B04 refuses with try_again instead of letting passwords pile up, and recovers', async () => {
      const userId = await aUser();
      const tenantIds = [acme, ...Array.from({ length: 19 }, newId)];
      const flood = await Promise.allSettled(
        Array.from({ length: 7 }, async () => await check({ tenantIds })),
      );
      const refusals = flood.flatMap((result) =>
        result.status === 'rejected' ? [result.reason as { code: string }] : [],
      );
      expect(refusals.length).toBeGreaterThan(0);
      expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['try_again']));
      expect(await check()).toEqual([userId]);
    }, 30_000);
  });
});
