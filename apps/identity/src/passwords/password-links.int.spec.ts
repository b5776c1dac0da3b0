import {
  CheckPassword,
  MailPasswordLinks,
  type Principal,
  ReadPasswordLink,
  UsePasswordLink,
} from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { aUserOf, type IdentityHouse, SEED, startIdentityHouse } from '../identity-house.fixture.js';
import { NOBODY } from '../mail/mail.rules.js';
import { MailStore } from '../mail/mail.store.js';
import { PasswordLinkStore } from './password-link.store.js';
import { hashOfToken } from './token.rules.js';

const FORMER = 'a-former-password';
const NEW = 'a-new-password-of-mine';
const STRANGE_TOKEN = 'x'.repeat(43);

describe('one-time links for passwords', () => {
  let house: IdentityHouse;
  let acme: string;
  let email: string;
  let admin: Principal;

  beforeAll(async () => {
    house = await startIdentityHouse();
  }, 60_000);
  afterAll(async () => {
    await house.stop();
  });
  beforeEach(() => {
    acme = newId();
    email = `scout-${newId()}@acme.example`;
    admin = aUserOf(acme, ['tenant_admin']);
    house.decideReset.answer = { allowed: true };
    house.decideReset.asked = [];
  });

  const pathOf = (userId: string, rest = '', tenantId = acme): string =>
    `/v1/tenants/${tenantId}/users/${userId}${rest}`;
  const aUser = async (user: object = {}, tenantId = acme): Promise<string> => {
    const body = { email, name: 'Scout Finch', ...user };
    const answer = await house.http('POST', `/v1/tenants/${tenantId}/users`, SEED, body);
    expect(answer.status).toBe(201);
    return answer.body.id as string;
  };
  const change = async (userId: string, body: object): Promise<void> => {
    expect((await house.http('PATCH', pathOf(userId), SEED, body)).status).toBe(200);
  };
  const askFor = async (tenantIds: string[] = [acme], address = email): Promise<void> => {
    await house.ask(MailPasswordLinks, { email: address, tenantIds });
  };
  const tokensTo = async (address: string, atLeast = 1): Promise<string[]> =>
    (await house.mail.mailsTo(address, atLeast)).map(({ text }) => {
      const link = /^http:\/\/localhost:3001\/password\?token=([\w-]{43})$/m.exec(text)?.[1];
      return link ?? `no link in ${text}`;
    });
  const aLink = async (): Promise<string> => {
    await askFor();
    return (await tokensTo(email))[0]!;
  };
  const read = async (token: string): Promise<string | undefined> =>
    (await house.ask(ReadPasswordLink, { token })).user?.userId;
  const use = async (token: string, password = NEW): Promise<string> =>
    await house.ask(UsePasswordLink, { token, password }).then(
      ({ user }) => user.userId,
      (error: unknown) => (error as { code: string }).code,
    );
  const signIn = async (password: string): Promise<string[]> =>
    (await house.ask(CheckPassword, { email, tenantIds: [acme], password })).users.map(
      ({ userId }) => userId,
    );
  const queueIsEmpty = async (): Promise<void> => {
    for (;;) {
      const rows = await house.superuser.query<unknown[]>('SELECT 1 FROM mail');
      if (rows.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  describe('asked for at the sign-in page', () => {
    it.each<[string, () => Promise<[string[], string]>]>([
      ['an unknown address', async () => [[acme], email]],
      ['an unknown address without tenants', async () => [[], email]],
      ['text that is no address', async () => [[acme], 'a@b@c.example']],
      [
        'M19 a deactivated user',
        async () => {
          await change(await aUser(), { status: 'deactivated' });
          return [[acme], email];
        },
      ],
      [
        'a user of a tenant that was not asked for',
        async () => {
          await aUser();
          return [[newId()], email];
        },
      ],
    ])('B01 are answered alike and not mailed to %s', async (_, prepare) => {
      const before = house.mail.mails.length;
      await askFor(...(await prepare()));
      await queueIsEmpty();
      expect(house.mail.mails).toHaveLength(before);
    });

    it('B01 cost an answer the same one row for nobody, for a user, and for many tenants', async () => {
      await aUser();
      const mails = house.app.get(MailStore);
      const add = mails.add.bind(mails);
      const added: [string, number][] = [];
      mails.add = async (tx, tenantId, jobs) => {
        if (jobs.some(({ kind }) => kind === 'password_links')) added.push([tenantId, jobs.length]);
        await add(tx, tenantId, jobs);
      };
      await askFor([acme]);
      await askFor([acme], 'stranger@acme.example');
      await askFor([]);
      await askFor([acme, newId(), newId()]);
      mails.add = add;
      expect(added).toEqual(Array.from({ length: 4 }, () => [NOBODY, 1]));
    });

    it('are mailed to the user, who gets a page on the configured address and no word that somebody chose', async () => {
      await aUser({ name: 'Click https://evil.example' });
      const token = await aLink();
      const [mail] = await house.mail.mailsTo(email);
      expect(mail).toMatchObject({ from: 'no-reply@portico.example', to: [email] });
      expect(mail!.headers).toMatchObject({
        subject: 'Choose your password',
        'auto-submitted': 'auto-generated',
      });
      expect(mail!.text).toMatch(/somebody, probably you, asked for a first password/);
      expect(mail!.html).toContain(`href="http://localhost:3001/password?token=${token}"`);
      expect(mail!.text + mail!.html).not.toContain('evil.example');
    });

    it('leave neither token nor address of the link in the database', async () => {
      await aUser();
      const token = await aLink();
      const [row] = await house.superuser.query<[{ token_hash: Buffer }]>(
        'SELECT * FROM password_link WHERE tenant_id = $1',
        [acme],
      );
      const stored = row.token_hash.toString('latin1') + row.token_hash.toString('base64url');
      expect(stored + JSON.stringify(row)).not.toContain(token);
      expect(
        await house.superuser.query(`SELECT 1 FROM mail WHERE job::text LIKE '%' || $1 || '%'`, [token]),
      ).toEqual([]);
    });

    it('M19 are not mailed to a user who was deactivated before the mail left', async () => {
      const userId = await aUser();
      await change(userId, { status: 'deactivated' });
      const before = house.mail.mails.length;
      await house.superuser.query('INSERT INTO mail (tenant_id, job) VALUES ($1, $2)', [
        acme,
        { kind: 'password_link', userId, askedBy: 'user' },
      ]);
      await queueIsEmpty();
      expect(house.mail.mails).toHaveLength(before);
    });

    it('are mailed for each tenant asked for, each to its own user', async () => {
      const globex = newId();
      const here = await aUser();
      const there = await aUser({}, globex);
      await askFor([acme, globex, newId()]);
      const tokens = await tokensTo(email, 2);
      expect((await Promise.all(tokens.map(read))).sort()).toEqual([here, there].sort());
    });
  });

  describe('asked for by an admin', () => {
    const send = async (userId: string, bearer: Principal = admin) =>
      await house.http('POST', pathOf(userId, '/password-link'), bearer);

    it('E01 are refused with the word of the tenant settings, and nothing is mailed', async () => {
      const userId = await aUser();
      house.decideReset.answer = { allowed: false, code: 'sso_required' };
      expect(await send(userId)).toMatchObject({ status: 403, body: { code: 'sso_required' } });
      expect(house.decideReset.asked).toEqual([userId]);
      await queueIsEmpty();
      await expect(house.mail.mailsTo(email)).rejects.toThrow('0 mails');
    }, 15_000);

    it('M19 are refused for a deactivated user', async () => {
      const userId = await aUser();
      await change(userId, { status: 'deactivated' });
      expect(await send(userId)).toMatchObject({ status: 403, body: { code: 'user_deactivated' } });
    });

    it('A01 are refused for a user of another tenant, and A11 for an operator', async () => {
      const foreign = await aUser({}, newId());
      expect(await send(foreign)).toMatchObject({ status: 404 });
      const operator = await aUser({ roles: ['operator'] });
      expect(await send(operator)).toMatchObject({ status: 403, body: { code: 'scope_insufficient' } });
      expect(house.decideReset.asked).toEqual([]);
    });

    it('are mailed, and the mail says who asked', async () => {
      const userId = await aUser();
      expect(await send(userId)).toEqual({ status: 202, body: undefined });
      const [mail] = await house.mail.mailsTo(email);
      expect(mail!.text).toMatch(/an administrator of your organisation asked us to send you this link/);
      expect(await read((await tokensTo(email))[0]!)).toBe(userId);
    });
  });

  describe('handed over', () => {
    const seed: Principal = { ...SEED, scopes: [...SEED.scopes, 'sso:seed'] };
    const handOver = async (userId: string, bearer: Principal = seed, tenantId = acme) =>
      await house.http('POST', pathOf(userId, '/password-link/handed-over', tenantId), bearer);

    it('is refused to everybody without the scope of the platform', async () => {
      const userId = await aUser();
      for (const bearer of [SEED, admin, aUserOf(acme, ['tenant_admin', 'operator'])])
        expect((await handOver(userId, bearer)).body.code).toBe('scope_insufficient');
    });

    it('is refused for a deactivated user, for whom the settings let have none, and after five', async () => {
      const userId = await aUser();
      house.decideReset.answer = { allowed: false, code: 'sso_required' };
      expect((await handOver(userId)).body.code).toBe('sso_required');
      house.decideReset.answer = { allowed: true };
      for (let times = 0; times < 5; times++) expect((await handOver(userId)).status).toBe(201);
      expect((await handOver(userId)).body.code).toBe('too_many_attempts');
      const gone = await aUser({ email: `gone-${email}` });
      await change(gone, { status: 'deactivated' });
      expect((await handOver(gone)).body.code).toBe('user_deactivated');
    });

    it('sets a password once, like one that was mailed, and no mail leaves', async () => {
      const userId = await aUser();
      const { status, body } = await handOver(userId);
      expect(status).toBe(201);
      expect(Date.parse(body.expiresAt as string) - Date.now()).toBeLessThanOrEqual(3_600_000);
      const token = /^http:\/\/localhost:3001\/password\?token=([\w-]{43})$/.exec(body.url as string)![1]!;
      expect(await use(token)).toBe(userId);
      expect(await use(token)).toBe('password_link_invalid');
      expect(await signIn(NEW)).toEqual([userId]);
      expect(await house.mail.mailsTo(email, 0)).toEqual([]);
    });
  });

  describe('used', () => {
    it('refuses a token that nobody was given', async () => {
      expect(await read(STRANGE_TOKEN)).toBeUndefined();
      expect(await use(STRANGE_TOKEN)).toBe('password_link_invalid');
    });

    it.each(['only-eleven', 'Scout2026!!!', '1qaz2wsx3edc', 'x'.repeat(11)])(
      'refuses the password %s and leaves the link for another try',
      async (password) => {
        email = 'scout@acme.example';
        const userId = await aUser();
        house.mail.mails.length = 0;
        const token = await aLink();
        expect(await use(token, password)).toBe('password_unfit');
        expect(await use(token)).toBe(userId);
      },
    );

    it('refuses a link after an hour', async () => {
      await aUser();
      const token = await aLink();
      await house.superuser.query(
        `UPDATE password_link SET made_at = now() - interval '61 minutes' WHERE tenant_id = $1`,
        [acme],
      );
      expect(await read(token)).toBeUndefined();
      expect(await use(token)).toBe('password_link_invalid');
    });

    it('refuses a link once it has been used', async () => {
      const userId = await aUser();
      const token = await aLink();
      expect(await use(token)).toBe(userId);
      expect(await use(token, 'another-new-password')).toBe('password_link_invalid');
      expect(await read(token)).toBeUndefined();
      expect(await signIn(NEW)).toEqual([userId]);
    });

    it('refuses all but one of ten uses at once', async () => {
      const userId = await aUser();
      const token = await aLink();
      const answers = await Promise.all(Array.from({ length: 10 }, async () => await use(token)));
      expect(answers.filter((answer) => answer === userId)).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'password_link_invalid')).toHaveLength(9);
    });

    it('refuses an older link once a newer one was mailed', async () => {
      const userId = await aUser();
      const older = await aLink();
      await askFor();
      const tokens = await tokensTo(email, 2);
      expect(await use(older)).toBe('password_link_invalid');
      expect(await use(tokens.find((token) => token !== older)!)).toBe(userId);
    });

    it('M19 refuses a link of a user who has been deactivated since, and keeps the password', async () => {
      const userId = await aUser();
      const token = await aLink();
      await change(userId, { status: 'deactivated' });
      expect(await use(token)).toBe('user_deactivated');
      await change(userId, { status: 'active' });
      expect(await signIn(NEW)).toEqual([]);
    });

    it('stays as it is, and the former password counts, if the password cannot be stored', async () => {
      const userId = await aUser();
      await house.http('PUT', pathOf(userId, '/password'), SEED, { password: FORMER });
      const token = await aLink();
      await house.superuser.query('ALTER TABLE user_password RENAME COLUMN changed_at TO changed_at_away');
      expect(await use(token)).toBe('internal_error');
      await house.superuser.query('ALTER TABLE user_password RENAME COLUMN changed_at_away TO changed_at');
      expect(await signIn(FORMER)).toEqual([userId]);
      expect(await use(token)).toBe(userId);
      expect([await signIn(FORMER), await signIn(NEW)]).toEqual([[], [userId]]);
    });

    it('is looked at as often as mail scanners like without being used up', async () => {
      const userId = await aUser();
      const token = await aLink();
      for (let n = 0; n < 5; n++) expect(await read(token)).toBe(userId);
      expect(await use(token)).toBe(userId);
    });
  });

  it('mails no more than five an hour to one user, however they are asked for', async () => {
    await aUser();
    for (let n = 0; n < 7; n++) await askFor();
    await house.mail.mailsTo(email, 5);
    await queueIsEmpty();
    expect(await house.mail.mailsTo(email)).toHaveLength(5);
    await house.superuser.query(
      `UPDATE password_link SET counted_from = now() - interval '61 minutes' WHERE tenant_id = $1`,
      [acme],
    );
    await askFor();
    expect(await house.mail.mailsTo(email, 6)).toHaveLength(6);
  });

  it('A01 keep to the tenant by the WHERE of their statements alone, on a connection without row-level security', async () => {
    const userId = await aUser();
    const tokenHash = hashOfToken(await aLink());
    const [store, { manager }] = [new PasswordLinkStore(), house.superuser];
    expect(await store.use(manager, { tenantId: newId(), userId, tokenHash })).toBe(false);
    expect(await store.use(manager, { tenantId: acme, userId: newId(), tokenHash })).toBe(false);
    expect(await store.use(manager, { tenantId: acme, userId, tokenHash })).toBe(true);
  });
});
