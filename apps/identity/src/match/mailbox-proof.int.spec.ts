import {
  FinishMailboxProof as Finish,
  ResolveIdentity,
  StartMailboxProof as Start,
  type UpstreamIdentity,
  type UserSnapshot,
} from '@portico/contracts';
import { newId } from '@portico/service-kit';
import type { z } from 'zod';
import { type IdentityHouse, SEED, startIdentityHouse } from '../identity-house.fixture.js';
import { Argon2 } from '../passwords/argon2.client.js';
import { MailboxProofStore } from './mailbox-proof.store.js';

type Request = z.input<typeof Start.request>;
type Answer = z.infer<typeof Finish.reply>;
const INVALID = { outcome: 'refused', code: 'mailbox_code_invalid' };

describe('mailbox proof', () => {
  let house: IdentityHouse;
  let acme: string;
  let connectionId: string;
  let email: string;

  beforeAll(async () => {
    house = await startIdentityHouse();
  }, 60_000);
  afterAll(async () => {
    await house.stop();
  });
  beforeEach(() => {
    acme = newId();
    connectionId = newId();
    email = `scout-${newId()}@acme.example`;
  });

  const aUser = async (user: object = {}): Promise<string> => {
    const body = { email, name: 'Scout Finch', ...user };
    const answer = await house.http('POST', `/v1/tenants/${acme}/users`, SEED, body);
    expect(answer.status).toBe(201);
    return answer.body.id as string;
  };
  const change = async (userId: string, body: object): Promise<void> => {
    expect((await house.http('PATCH', `/v1/tenants/${acme}/users/${userId}`, SEED, body)).status).toBe(200);
  };
  const aRequest = (identity: Partial<UpstreamIdentity> = {}): Request => ({
    loginId: newId(),
    tenantId: acme,
    connectionId,
    identity: {
      issuer: 'https://idp.example.com',
      subject: 'subject-of-scout',
      email,
      emailTrust: 'unverified',
      domainProved: false,
      ...identity,
    },
  });
  const start = async (request: Request = aRequest()): Promise<Request> => {
    expect(await house.ask(Start, request)).toEqual({});
    return request;
  };
  const codeOf = (text: string): string => /^ +(\d{3} \d{3})$/m.exec(text)?.[1]?.replace(' ', '') ?? text;
  const mailed = async (atLeast = 1): Promise<string> =>
    codeOf((await house.mail.mailsTo(email, atLeast)).at(-1)!.text);
  const finish = async (request: Request, code: string, place: Partial<Request> = {}): Promise<Answer> => {
    const { loginId, tenantId, connectionId: connection } = { ...request, ...place };
    return await house.ask(Finish, { loginId, tenantId, connectionId: connection, code });
  };
  const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const links = async (): Promise<unknown[]> =>
    await house.superuser.query('SELECT user_id, subject FROM identity_link WHERE tenant_id = $1', [acme]);
  const worked = async (): Promise<void> => {
    for (;;) {
      const rows = await house.superuser.query<unknown[]>('SELECT 1 FROM mail');
      if (rows.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it.each<[string, () => Promise<Partial<UpstreamIdentity>>]>([
    ['nobody', async () => ({})],
    ['M16 an address with two at signs', async () => ({ email: 'a@acme.example@evil.example' })],
    [
      'no address, although somebody would match',
      async () => {
        await aUser();
        return { emailTrust: 'missing' };
      },
    ],
    [
      'M17 one of two users with the address',
      async () => {
        await aUser();
        await aUser();
        return {};
      },
    ],
    [
      'M19 a deactivated user',
      async () => {
        await change(await aUser(), { status: 'deactivated' });
        return {};
      },
    ],
    [
      'M18 a user with another identity of this connection',
      async () => {
        const userId = await aUser();
        const link = { connectionId, issuer: 'https://idp.example.com', subject: 'another' };
        await house.http('POST', `/v1/tenants/${acme}/users/${userId}/links`, SEED, link);
        return {};
      },
    ],
  ])('mails nothing to %s, and answers alike', async (_, prepare) => {
    const before = house.mail.mails.length;
    const request = await start(aRequest(await prepare()));
    await worked();
    expect(house.mail.mails).toHaveLength(before);
    expect(await finish(request, '000000')).toEqual(INVALID);
  });

  it('M01 mails nothing to a user of another tenant', async () => {
    await aUser();
    const before = house.mail.mails.length;
    await start({ ...aRequest(), tenantId: newId() });
    await worked();
    expect(house.mail.mails).toHaveLength(before);
  });

  it('B01 compares one hash for a wrong code, and for a login that nobody was mailed for', async () => {
    await aUser();
    const [known, unknown] = [await start(), aRequest()];
    const code = await mailed();
    const argon2 = house.app.get(Argon2);
    const verify = argon2.verify.bind(argon2);
    let compared = 0;
    argon2.verify = async (hash, password) => {
      compared += 1;
      return await verify(hash, password);
    };
    await finish(known, wrong(code));
    await finish(unknown, wrong(code));
    argon2.verify = verify;
    expect(compared).toBe(2);
  });

  it('M13 refuses the right code for another login, another connection, or another tenant', async () => {
    await aUser();
    const request = await start();
    const code = await mailed();
    const other = await start(aRequest({ subject: 'subject-of-an-attacker' }));
    await house.mail.mailsTo(email, 2);
    expect(await finish(other, code)).toEqual(INVALID);
    expect(await finish(request, code, { connectionId: newId() })).toEqual(INVALID);
    expect(await finish(request, code, { tenantId: newId() })).toEqual(INVALID);
    expect(await links()).toEqual([]);
  });

  it('refuses the right code after five wrong ones', async () => {
    await aUser();
    const request = await start();
    const code = await mailed();
    for (let n = 0; n < 5; n++) expect(await finish(request, wrong(code))).toEqual(INVALID);
    expect(await finish(request, code)).toEqual(INVALID);
    expect(await links()).toEqual([]);
  });

  it('tries five of twelve codes at once', async () => {
    await aUser();
    const request = await start();
    const code = await mailed();
    await Promise.allSettled(Array.from({ length: 12 }, async () => await finish(request, wrong(code))));
    const [row] = await house.superuser.query<[{ tries: number }]>(
      'SELECT tries FROM mailbox_proof WHERE login_id = $1',
      [request.loginId],
    );
    expect(row.tries).toBe(5);
    expect(await finish(request, code)).toEqual(INVALID);
  });

  it('refuses the right code after ten minutes', async () => {
    await aUser();
    const request = await start();
    const code = await mailed();
    await house.superuser.query(
      `UPDATE mailbox_proof SET mailed_at = now() - interval '11 minutes' WHERE tenant_id = $1`,
      [acme],
    );
    expect(await finish(request, code)).toEqual(INVALID);
  });

  it.each<[string, (userId: string) => Promise<unknown>]>([
    ['was deactivated', async (userId) => await change(userId, { status: 'deactivated' })],
    ['has another address', async (userId) => await change(userId, { email: 'jean@acme.example' })],
    [
      'shares the address with a newer user',
      async () => {
        await aUser();
      },
    ],
    [
      'was removed',
      async (userId) => await house.http('DELETE', `/v1/tenants/${acme}/users/${userId}`, SEED),
    ],
  ])('refuses the right code where the user whom it was mailed to %s since', async (_, happen) => {
    const userId = await aUser();
    const request = await start();
    const code = await mailed();
    await happen(userId);
    expect(await finish(request, code)).toEqual(INVALID);
    expect(await links()).toEqual([]);
  });

  it('refuses the right code where the address has gone over to another user', async () => {
    const userId = await aUser();
    const request = await start();
    const code = await mailed();
    await change(userId, { email: 'jean@acme.example' });
    await aUser({ name: 'Jem Finch' });
    expect(await finish(request, code)).toEqual(INVALID);
    expect(await links()).toEqual([]);
  });

  it('keeps neither the code nor anything that gives it away', async () => {
    await aUser();
    const request = await start();
    const code = await mailed();
    const rows = await house.superuser.query<{ code_hash: string }[]>(
      'SELECT * FROM mailbox_proof WHERE login_id = $1',
      [request.loginId],
    );
    expect(rows[0]!.code_hash).toMatch(/^\$argon2id\$/);
    expect(JSON.stringify(rows)).not.toContain(`"${code}"`);
    const queued = await house.superuser.query<unknown[]>(
      `SELECT 1 FROM mail WHERE tenant_id = $1 AND job::text LIKE '%' || $2 || '%'`,
      [acme, code],
    );
    expect(queued).toEqual([]);
  });

  it('mails to the address in the user record, however the identity provider spells it', async () => {
    await aUser();
    const request = await start(aRequest({ email: email.toUpperCase() }));
    const code = await mailed();
    expect((await house.mail.mailsTo(email))[0]!.headers['subject']).toBe('Your code for signing in');
    expect(await finish(request, code)).toMatchObject({ outcome: 'matched' });
  });

  it('pins the identity to the user at the right code, once, and tells it', async () => {
    const userId = await aUser({ externalId: 'acme-1' });
    const request = aRequest();
    const refused = await house.ask(ResolveIdentity, { ...request, policy: 'match_only' });
    expect(refused).toEqual({ outcome: 'refused', code: 'email_unverified' });
    await start(request);
    const code = await mailed();
    expect(await finish(request, wrong(code))).toEqual(INVALID);
    const answer = await finish(request, ` ${code.slice(0, 3)}-${code.slice(3)} `);
    expect(answer).toMatchObject({ outcome: 'matched', user: { userId, tenantId: acme } });
    expect(await links()).toEqual([{ user_id: userId, subject: 'subject-of-scout' }]);
    expect((await house.facts(acme)).filter(({ type }) => type === 'user.linked')).toEqual([
      { type: 'user.linked', subject: userId, data: { userId, externalId: 'acme-1', connectionId } },
    ]);
    const next = { ...aRequest(), policy: 'match_only' as const };
    expect(await house.ask(ResolveIdentity, next)).toMatchObject({ outcome: 'linked', user: { userId } });
  });

  it('answers the right code the same again, even after the user was deactivated, and a wrong one never', async () => {
    const userId = await aUser();
    const request = await start();
    const code = await mailed();
    const first = await finish(request, code);
    await change(userId, { status: 'deactivated' });
    expect(await finish(request, code)).toEqual(first);
    expect(await finish(request, wrong(code))).toEqual(INVALID);
    expect(await links()).toHaveLength(1);
  });

  it('pins once and gives one answer when the right code comes five times at once', async () => {
    const userId = await aUser();
    const request = await start();
    const code = await mailed();
    const answers = await Promise.all(Array.from({ length: 5 }, async () => await finish(request, code)));
    const users = answers.map((answer) => (answer as { user?: UserSnapshot }).user?.userId);
    expect(users).toEqual(Array.from({ length: 5 }, () => userId));
    expect(await links()).toHaveLength(1);
  });

  it('mails one code a login, and at most five an hour to one user', async () => {
    await aUser();
    const request = await start();
    await start(request);
    await worked();
    expect(await house.mail.mailsTo(email)).toHaveLength(1);
    await Promise.all(Array.from({ length: 8 }, async () => await start()));
    await house.mail.mailsTo(email, 5);
    await worked();
    expect(await house.mail.mailsTo(email)).toHaveLength(5);
  });

  it('counts the codes of two logins at once one after another', async () => {
    const userId = await aUser();
    const store = new MailboxProofStore();
    const logins = Array.from({ length: 6 }, () => ({ tenantId: acme, loginId: newId() }));
    const claim = { connectionId, issuer: 'https://idp.example.com', subject: newId(), emailNormal: email };
    for (const login of logins) await store.add(house.superuser.manager, { ...login, ...claim });
    const code = { userId, codeHash: 'x' };
    for (const login of logins.slice(0, 4))
      expect(await store.setCode(house.superuser.manager, login, code)).toBe(true);
    let second: Promise<boolean> | undefined;
    await house.superuser.transaction(async (tx) => {
      expect(await store.setCode(tx, logins[4]!, code)).toBe(true);
      second = house.superuser.transaction(async (other) => await store.setCode(other, logins[5]!, code));
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    expect(await second).toBe(false);
  });

  it('A01 keeps to the tenant by the WHERE of its statements alone, on a connection without row-level security', async () => {
    const userId = await aUser();
    const { loginId } = await start();
    await mailed();
    const [store, { manager }] = [new MailboxProofStore(), house.superuser];
    const foreign = { tenantId: newId(), loginId };
    expect(await store.find(manager, foreign)).toBeNull();
    expect(await store.setCode(manager, foreign, { userId, codeHash: 'x' })).toBe(false);
    expect(await store.takeTry(manager, { ...foreign, connectionId })).toBeNull();
    await expect(store.findReplyLocked(manager, foreign)).rejects.toThrow();
    await store.saveReply(manager, foreign, { outcome: 'refused', code: 'user_unknown' });
    expect(await store.findReplyLocked(manager, { tenantId: acme, loginId })).toBeNull();
    expect(await store.takeTry(manager, { tenantId: acme, loginId, connectionId })).toMatchObject({ userId });
  });
});
