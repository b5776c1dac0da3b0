import { PreviewMatch as Question, ResolveIdentity } from '@portico/contracts';
import { newId } from '@portico/service-kit';
import type { z } from 'zod';
import { type IdentityHouse, SEED, startIdentityHouse } from '../identity-house.fixture.js';
import { PreviewMatch } from './preview-match.js';

type Request = z.input<typeof Question.request>;

const EMAIL = 'scout@acme.example';

describe(PreviewMatch.name, () => {
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
    [acme, connectionId] = [newId(), newId()];
  });

  const aUser = async (user: object = {}): Promise<string> => {
    const body = { email: EMAIL, name: 'Scout Finch', ...user };
    const answer = await house.http('POST', `/v1/tenants/${acme}/users`, SEED, body);
    expect(answer.status).toBe(201);
    return answer.body.id as string;
  };
  const aRequest = (identity: object = {}, rest: Partial<Request> = {}): Request => ({
    tenantId: acme,
    connectionId,
    policy: 'match_only',
    identity: {
      issuer: 'https://idp.example.com',
      subject: 'subject-of-scout',
      email: EMAIL,
      emailTrust: 'trusted',
      domainProved: false,
      ...identity,
    },
    ...rest,
  });
  const login = async (request: Request) =>
    await house.ask(ResolveIdentity, { ...request, loginId: newId() });
  /** Everything of the tenant that a login could leave behind; `xmin` tells a row that was merely written again. */
  const rows = async (): Promise<unknown> =>
    await house.superuser.query(
      `SELECT 'user' AS what, id::text, xmin::text FROM app_user WHERE tenant_id = $1
       UNION ALL SELECT 'link', user_id::text, xmin::text FROM identity_link WHERE tenant_id = $1
       UNION ALL SELECT 'answer', login_id::text, xmin::text FROM resolution WHERE tenant_id = $1
       UNION ALL SELECT 'fact', id::text, '' FROM outbox_event WHERE tenant_id = $1 ORDER BY 1, 2`,
      [acme],
    );

  it.each<[string, () => Promise<unknown>, object, Partial<Request>, string]>([
    ['a stranger', async () => await aUser(), { email: 'jem@acme.example' }, {}, 'user_unknown'],
    [
      'an unverified address',
      async () => await aUser(),
      { emailTrust: 'unverified' },
      {},
      'email_unverified',
    ],
    [
      'no address',
      async () => await aUser(),
      { email: undefined, emailTrust: 'missing' },
      {},
      'email_missing',
    ],
    ['an address of two', async () => [await aUser(), await aUser()], {}, {}, 'user_ambiguous'],
    ['linked users only', async () => await aUser(), {}, { policy: 'pre_linked_only' }, 'link_missing'],
    ['a subject with NUL', async () => await aUser(), { subject: 'a\0b' }, {}, 'id_token_invalid'],
    [
      'another identity of the user at the connection',
      async () => {
        await aUser();
        await login(aRequest({ subject: 'subject-before' }));
      },
      {},
      {},
      'link_conflict',
    ],
    [
      'a deactivated user',
      async () => {
        const path = `/v1/tenants/${acme}/users/${await aUser()}`;
        await house.http('PATCH', path, SEED, { status: 'deactivated' });
      },
      {},
      {},
      'user_deactivated',
    ],
  ])('refuses %s as a login would, and leaves all as it is', async (_, given, identity, rest, code) => {
    await given();
    const [before, request] = [await rows(), aRequest(identity, rest)];
    const answer = await house.ask(Question, request);
    expect(answer).toMatchObject({ outcome: 'refused', code });
    expect(await rows()).toEqual(before);
    expect(await login(request)).toEqual(answer);
  });

  it("M01 finds nobody of another tenant's users", async () => {
    await aUser();
    expect(await house.ask(Question, { ...aRequest(), tenantId: newId() })).toMatchObject({
      code: 'user_unknown',
    });
  });

  it('says whom a first sign-in would match, and links nobody', async () => {
    const userId = await aUser();
    const before = await rows();
    for (let times = 0; times < 2; times++)
      expect(await house.ask(Question, aRequest())).toMatchObject({ outcome: 'matched', user: { userId } });
    expect(await rows()).toEqual(before);
  });

  it('says whom an identity is linked to, and leaves the link as it is', async () => {
    const userId = await aUser();
    await login(aRequest());
    const before = await rows();
    const answer = await house.ask(Question, aRequest({ emailTrust: 'unverified' }));
    expect(answer).toMatchObject({ outcome: 'linked', user: { userId, email: EMAIL } });
    expect(await rows()).toEqual(before);
  });

  it('says that a login would make the user, and makes none', async () => {
    const request = aRequest({ domainProved: true }, { policy: 'match_or_create' });
    expect(await house.ask(Question, request)).toEqual({ outcome: 'created' });
    expect(await rows()).toEqual([]);
  });
});
