import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import {
  BeginPasskey,
  BeginTotp,
  CheckPassword,
  CheckTotp,
  type FactorCreated,
  FinishPasskey,
  FinishTotp,
  ListFactors,
} from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { Secret, TOTP } from 'otpauth';
import { aUserOf, type IdentityHouse, SEED, startIdentityHouse } from '../identity-house.fixture.js';
import { SoftPasskey } from './passkey.fixture.js';

jest.setTimeout(60_000);

const ORIGIN = 'http://localhost:3001';
const PLATFORM = { ...SEED, scopes: [...SEED.scopes, 'sso:seed' as const] };
const password = 'mockingbird-1960';

let house: IdentityHouse;
beforeAll(async () => {
  house = await startIdentityHouse();
});
afterAll(async () => {
  await house.stop();
});

const aUser = async (roles: string[] = ['member']) => {
  const tenantId = newId();
  const email = `scout-${newId()}@acme.example`;
  const wanted = { email, name: 'Scout Finch', externalId: null, roles };
  const { body } = await house.http('POST', `/v1/tenants/${tenantId}/users`, SEED, wanted);
  const userId = (body as { id: string }).id;
  await house.http('PUT', `/v1/tenants/${tenantId}/users/${userId}/password`, SEED, { password });
  return { tenantId, userId, email, url: `/v1/tenants/${tenantId}/users/${userId}/factors` };
};
type AUser = Awaited<ReturnType<typeof aUser>>;

const ofUser = ({ tenantId, userId }: AUser) => ({ tenantId, userId });

/** The code of an app, some steps from now. */
const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });

const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

const begin = async (user: AUser, enrolmentId = newId()) => ({
  enrolmentId,
  ...(await house.ask(BeginTotp, { ...ofUser(user), enrolmentId, tenantName: 'Acme' })),
});

const finish = async (user: AUser, enrolmentId: string, code: string, attemptId = newId()) =>
  await house.ask(FinishTotp, { ...ofUser(user), enrolmentId, attemptId, code });

const check = async (user: AUser, code: string, attemptId = newId()) =>
  await house.ask(CheckTotp, { ...ofUser(user), attemptId, code });

const kindsOf = async (user: AUser): Promise<string[]> =>
  (await house.ask(ListFactors, ofUser(user))).factors.map(({ kind }) => kind);

/** A user with an authenticator app, by the API of the demo. */
const aUserWithApp = async (roles?: string[]) => {
  const user = await aUser(roles);
  const { status, body } = await house.http('POST', user.url, PLATFORM, { kind: 'totp' });
  expect(status).toBe(201);
  return { user, ...(body as FactorCreated) };
};

describe(CheckTotp.subject, () => {
  it.each<[string, (secret: string) => string]>([
    ['is wrong', (secret) => wrong(codeOf(secret))],
    ['is two minutes old', (secret) => codeOf(secret, -4)],
    ['is of two minutes from now', (secret) => codeOf(secret, 4)],
    ['is empty', () => ''],
    ['is no number', () => 'abcdef'],
    ['has too many digits', (secret) => `${codeOf(secret)}0`],
  ])('refuses a code that %s', async (_, forge) => {
    const { user, secret } = await aUserWithApp();
    await expect(check(user, forge(secret))).rejects.toMatchObject({ code: 'factor_code_invalid' });
  });

  it('E11 takes a code once, and no earlier one after it, but for the same attempt', async () => {
    const { user, secret } = await aUserWithApp();
    const [earlier, code, attemptId] = [codeOf(secret, -1), codeOf(secret), newId()];
    await check(user, code, attemptId);
    await check(user, code, attemptId);
    await expect(check(user, code)).rejects.toMatchObject({ code: 'factor_code_invalid' });
    await expect(check(user, earlier)).rejects.toMatchObject({ code: 'factor_code_invalid' });
  });

  it('E11 takes a code of ten at once for one of them', async () => {
    const { user, secret } = await aUserWithApp();
    const code = codeOf(secret);
    const all = await Promise.allSettled(Array.from({ length: 10 }, async () => await check(user, code)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it("refuses another user's code, also with the same person's address in another tenant", async () => {
    const { secret } = await aUserWithApp();
    const { user } = await aUserWithApp();
    await expect(check(user, codeOf(secret))).rejects.toMatchObject({ code: 'factor_code_invalid' });
  });

  it('takes codes as people type them, of the step before too', async () => {
    const { user, secret } = await aUserWithApp();
    // A code of the step before would be two steps old once the next one begins.
    await sleep(Date.now() % 30_000 > 28_000 ? 2000 : 0);
    await check(user, codeOf(secret, -1).replace(/^(\d{3})/, '$1 '));
    await check(user, ` ${codeOf(secret)}`);
  });
});

describe('setting up an authenticator app', () => {
  it('counts for nothing until its first code', async () => {
    const user = await aUser();
    const { secret, enrolmentId } = await begin(user);
    expect(await kindsOf(user)).toEqual([]);
    await expect(check(user, codeOf(secret))).rejects.toMatchObject({ code: 'factor_code_invalid' });
    await expect(finish(user, enrolmentId, wrong(codeOf(secret)))).rejects.toMatchObject({
      code: 'factor_code_invalid',
    });
    expect(await kindsOf(user)).toEqual([]);
  });

  it('gives the same enrolment the same secret, and another one another', async () => {
    const user = await aUser();
    const first = await begin(user);
    expect((await begin(user, first.enrolmentId)).secret).toBe(first.secret);
    expect((await begin(user)).secret).not.toBe(first.secret);
    expect(decodeURIComponent(first.otpauthUri)).toContain(`Portico:${user.email} (Acme)`);
  });

  it('E11 uses its first code up, and answers the same attempt alike', async () => {
    const user = await aUser();
    const { secret, enrolmentId } = await begin(user);
    const [code, attemptId] = [codeOf(secret), newId()];
    await finish(user, enrolmentId, code, attemptId);
    await finish(user, enrolmentId, code, attemptId);
    await expect(check(user, code)).rejects.toMatchObject({ code: 'factor_code_invalid' });
    expect(await kindsOf(user)).toEqual(['totp']);
    await check(user, codeOf(secret, 1));
  });

  it('E10 adds none beside one that is there, by a password alone', async () => {
    const { user } = await aUserWithApp();
    const refused = { code: 'factor_set_up_already' };
    await expect(begin(user)).rejects.toMatchObject(refused);
    const make = { ...ofUser(user), purpose: 'make' as const };
    await expect(house.ask(BeginPasskey, make)).rejects.toMatchObject(refused);
  });

  it('E10 sets up one of ten that began before there was any', async () => {
    const user = await aUser();
    const begun = await Promise.all(Array.from({ length: 10 }, async () => await begin(user)));
    const all = await Promise.allSettled(
      begun.map(async ({ enrolmentId, secret }) => await finish(user, enrolmentId, codeOf(secret))),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await kindsOf(user)).toHaveLength(1);
  });

  it.each<[string, (user: AUser, enrolmentId: string) => Promise<unknown>]>([
    [
      'after half an hour',
      async ({ tenantId }) =>
        await house.superuser.query(
          `UPDATE factor SET created_at = now() - interval '31 minutes' WHERE tenant_id = '${tenantId}'`,
        ),
    ],
    [
      'that nobody began',
      async (_, id) => await house.superuser.query('DELETE FROM factor WHERE id = $1', [id]),
    ],
  ])('E11 finishes none %s', async (_, spoil) => {
    const user = await aUser();
    const { secret, enrolmentId } = await begin(user);
    await spoil(user, enrolmentId);
    await expect(finish(user, enrolmentId, codeOf(secret))).rejects.toMatchObject({
      code: 'factor_step_expired',
    });
  });

  it('A05 leaves no secret to be read in the database', async () => {
    const { user, secret } = await aUserWithApp();
    const other = await aUser();
    const begun = await begin(other);
    const rows = JSON.stringify([
      await house.superuser.query('SELECT * FROM factor'),
      await house.superuser.query('SELECT * FROM outbox_event'),
      await house.superuser.query('SELECT * FROM idempotency_key'),
    ]);
    expect(rows).not.toContain(secret);
    expect(rows).not.toContain(begun.secret);
    // Nor does a sealed one open for another user's factor.
    await house.superuser.query(
      `UPDATE factor SET sealed_secret = (SELECT sealed_secret FROM factor WHERE user_id = $1) WHERE user_id = $2`,
      [user.userId, other.userId],
    );
    await expect(finish(other, begun.enrolmentId, codeOf(secret))).rejects.toMatchObject({
      code: 'internal_error',
    });
  });
});

describe('passkeys', () => {
  const options = async (user: AUser, purpose: 'make' | 'use') =>
    await house.ask(BeginPasskey, { ...ofUser(user), purpose });
  const answer = async (
    user: AUser,
    purpose: 'make' | 'use',
    given: { challengeId: string; answer: Record<string, unknown>; attemptId?: string },
  ) => await house.ask(FinishPasskey, { ...ofUser(user), purpose, attemptId: newId(), ...given });

  /** With a count of nought it never counts, as synchronised ones do. */
  const aUserWithPasskey = async (count?: number) => {
    const user = await aUser();
    const passkey = new SoftPasskey(ORIGIN);
    const { challengeId, options: asked } = await options(user, 'make');
    await answer(user, 'make', { challengeId, answer: passkey.make(asked, { count }) });
    return { user, passkey };
  };
  const refused = { code: 'passkey_invalid' };

  it('are made, and used, with a counter that goes on', async () => {
    const { user, passkey } = await aUserWithPasskey();
    expect(await kindsOf(user)).toEqual(['passkey']);
    for (let used = 0; used < 2; used += 1) {
      const { challengeId, options: asked } = await options(user, 'use');
      expect(asked).toMatchObject({ rpId: 'localhost', userVerification: 'preferred' });
      expect(await answer(user, 'use', { challengeId, answer: passkey.use(asked) })).toEqual({
        deviceBound: true,
      });
    }
  });

  it.each([
    ['of another origin', { origin: 'https://portico.attacker.example' }],
    ['for another site', { rpId: 'attacker.example' }],
    ['of another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['whose counter went backwards', { count: 1 }],
  ])('E11 refuses the answer %s', async (_, deviation) => {
    const { user, passkey } = await aUserWithPasskey();
    const { challengeId, options: asked } = await options(user, 'use');
    await expect(
      answer(user, 'use', { challengeId, answer: passkey.use(asked, deviation) }),
    ).rejects.toMatchObject(refused);
  });

  it('E11 takes an answer to a challenge once, but for the same attempt', async () => {
    const { user, passkey } = await aUserWithPasskey(0);
    const { challengeId, options: asked } = await options(user, 'use');
    const given = { challengeId, answer: passkey.use(asked, { count: 0 }), attemptId: newId() };
    await answer(user, 'use', given);
    await answer(user, 'use', given);
    await expect(answer(user, 'use', { ...given, attemptId: newId() })).rejects.toMatchObject(refused);
  });

  it('E11 uses a challenge up by a wrong answer, and answers none for another use, user or time', async () => {
    const { user, passkey } = await aUserWithPasskey();
    const other = await aUserWithPasskey();
    const wrongFirst = await options(user, 'use');
    await expect(answer(user, 'use', { ...wrongFirst, answer: {} })).rejects.toMatchObject(refused);
    const right = passkey.use(wrongFirst.options);
    await expect(answer(user, 'use', { ...wrongFirst, answer: right })).rejects.toMatchObject(refused);
    const theirs = await options(other.user, 'use');
    const mine = passkey.use(theirs.options);
    await expect(answer(user, 'use', { ...theirs, answer: mine })).rejects.toMatchObject(refused);
    await expect(answer(other.user, 'use', { ...theirs, answer: mine })).rejects.toMatchObject(refused);
    const old = await options(user, 'use');
    await house.superuser.query(`UPDATE passkey_challenge SET created_at = now() - interval '16 minutes'`);
    await expect(answer(user, 'use', { ...old, answer: passkey.use(old.options) })).rejects.toMatchObject(
      refused,
    );
  });

  it('E10 keeps one of two that were begun before there was any', async () => {
    const user = await aUser();
    const begun = [await options(user, 'make'), await options(user, 'make')];
    const all = await Promise.allSettled(
      begun.map(
        async ({ challengeId, options: asked }) =>
          await answer(user, 'make', { challengeId, answer: new SoftPasskey(ORIGIN).make(asked) }),
      ),
    );
    expect(all.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('are asked for by nobody who has none', async () => {
    await expect(options(await aUser(), 'use')).rejects.toMatchObject(refused);
  });
});

describe('the API of second factors', () => {
  it('A11 seeds one by the scope for demos alone, once', async () => {
    const { user } = await aUserWithApp();
    expect((await house.http('POST', user.url, SEED, { kind: 'totp' })).status).toBe(403);
    expect(
      (await house.http('POST', user.url, aUserOf(user.tenantId, ['tenant_admin']), { kind: 'totp' })).status,
    ).toBe(403);
    expect(await house.http('POST', user.url, PLATFORM, { kind: 'totp' })).toMatchObject({
      status: 409,
      body: { code: 'factor_set_up_already' },
    });
  });

  it('A01 answers for users of another tenant with 404', async () => {
    const { user, id } = await aUserWithApp();
    const admin = aUserOf(newId(), ['tenant_admin']);
    expect((await house.http('GET', user.url, admin)).status).toBe(404);
    expect((await house.http('DELETE', `${user.url}/${id}`, admin)).status).toBe(404);
    expect(await kindsOf(user)).toEqual(['totp']);
  });

  it("E10 lets a tenant's admin remove no factor of the platform's people", async () => {
    const { user, id } = await aUserWithApp(['operator']);
    const admin = aUserOf(user.tenantId, ['tenant_admin']);
    expect((await house.http('DELETE', `${user.url}/${id}`, admin)).status).toBe(403);
    expect(await kindsOf(user)).toEqual(['totp']);
  });

  it('shows what is set up without a secret, and removes a lost one, once', async () => {
    const { user, id, secret } = await aUserWithApp();
    const admin = aUserOf(user.tenantId, ['tenant_admin']);
    const { body } = await house.http('GET', user.url, admin);
    expect(body).toMatchObject({ factors: [{ id, kind: 'totp' }] });
    expect(JSON.stringify(body)).not.toContain(secret);
    expect((await house.http('DELETE', `${user.url}/${id}`, admin)).status).toBe(204);
    expect((await house.http('DELETE', `${user.url}/${id}`, admin)).status).toBe(404);
    expect(await kindsOf(user)).toEqual([]);
    await expect(check(user, codeOf(secret))).rejects.toMatchObject({ code: 'factor_code_invalid' });
  });

  it('goes with a user who is removed, and stays with one who is deactivated', async () => {
    const { user } = await aUserWithApp();
    const url = `/v1/tenants/${user.tenantId}/users/${user.userId}`;
    await house.http('PATCH', url, SEED, { status: 'deactivated' });
    expect(await kindsOf(user)).toEqual(['totp']);
    await house.http('DELETE', url, SEED);
    expect(await kindsOf(user)).toEqual([]);
  });

  it('lets a right password tell which kinds there are', async () => {
    const { user } = await aUserWithApp();
    const asked = { email: user.email, tenantIds: [user.tenantId] };
    expect(await house.ask(CheckPassword, { ...asked, password })).toMatchObject({
      factors: [{ userId: user.userId, kinds: ['totp'] }],
    });
    expect((await house.ask(CheckPassword, { ...asked, password: 'not-the-password' })).factors).toEqual([]);
  });
});
