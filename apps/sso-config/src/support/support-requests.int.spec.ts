import type { Principal, SupportRequest, SupportRequestPage, Tenant } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import {
  type Answer,
  anAdminOf,
  ofThePlatform,
  refusalOf,
  type ServiceUnderTest,
  startServiceUnderTest,
  thePlatform,
} from '../sso-config-house.fixture.js';
import { SupportRequestsController } from './support-requests.controller.js';

const someId = (n: number): string => `0199d5a0-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const question = { kind: 'unlisted_provider', message: 'We use PingFederate.' };
const notFound = { status: 404, code: 'not_found' };

describe(SupportRequestsController.name, () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let globex: Tenant;
  let number = 0;
  const support = ofThePlatform('support');

  const at = ({ id }: Tenant, rest = ''): string => `/v1/tenants/${id}/support-requests${rest}`;
  const ask = async (tenant: Tenant, as: Principal = anAdminOf(tenant.id)): Promise<Answer<SupportRequest>> =>
    await service.request('POST', at(tenant), { as, body: question });
  const answer = async (
    { tenantId, id }: SupportRequest,
    status: string,
    as: Principal = support,
  ): Promise<Answer<SupportRequest>> =>
    await service.request('PATCH', `/v1/tenants/${tenantId}/support-requests/${id}`, {
      as,
      body: { status, answer: 'See you' },
    });
  const list = async (path: string, as: Principal): Promise<SupportRequestPage> =>
    (await service.request<SupportRequestPage>('GET', path, { as })).body;
  const newTenant = async (): Promise<Tenant> => await service.addTenant(`company-${String(++number)}`);

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await service.addTenant('acme');
    globex = await service.addTenant('globex');
  });
  afterAll(async () => await service.stop());

  it.each<[string, () => Principal]>([
    ['support', () => support],
    ['an operator', () => ofThePlatform('operator')],
    ['a member', () => anAdminOf(acme.id, { roles: ['member'] })],
    [
      'an administrator who signed in by a recovery code',
      () => anAdminOf(acme.id, { scopes: ['sso:read', 'sso:mend'] }),
    ],
  ])('A11 refuses %s that asks in the name of a company', async (_, as) => {
    expect(refusalOf(await ask(acme, as()))).toEqual({ status: 403, code: 'scope_insufficient' });
  });

  it.each<[string, () => Principal]>([
    ['an administrator of the tenant', () => anAdminOf(acme.id, { scopes: [...support.scopes] })],
    ['a machine application without the scope', () => thePlatform()],
  ])("A11 refuses support's queue and answers to %s", async (_, as) => {
    const tenant = as().tenantId === null ? await newTenant() : acme;
    const { body } = await ask(tenant);
    const answers = [
      await service.request('GET', '/v1/support-requests', { as: as() }),
      await answer(body, 'done', as()),
    ];
    expect(answers.map(refusalOf)).toEqual(answers.map(() => ({ status: 403, code: 'scope_insufficient' })));
  });

  it('A01 answers what another tenant has asked with 404', async () => {
    const { body } = await ask(await newTenant());
    const other = anAdminOf(globex.id);
    const answers = [
      await service.request('GET', `/v1/tenants/${body.tenantId}/support-requests`, { as: other }),
      await service.request('POST', `/v1/tenants/${body.tenantId}/support-requests`, {
        as: other,
        body: question,
      }),
      await answer({ ...body, tenantId: globex.id }, 'done'),
      await answer({ ...body, id: someId(1) }, 'done'),
      await answer({ ...body, id: 'no-id' }, 'done'),
    ];
    expect(answers.map(refusalOf)).toEqual(answers.map(() => notFound));
    expect((await list(at(globex), other)).requests).toEqual([]);
  });

  it.each([
    ['no kind', { message: question.message }],
    ['another kind', { ...question, kind: 'everything' }],
    ['no message', { ...question, message: '   ' }],
    ['a message too long', { ...question, message: 'x'.repeat(2001) }],
    ['A13 one that is done already', { ...question, status: 'done' }],
  ])('refuses %s', async (_, body) => {
    const response = await service.request('POST', at(acme), { as: anAdminOf(acme.id), body });
    expect(refusalOf(response)).toEqual({ status: 400, code: 'request_invalid' });
  });

  it('refuses a second request of the kind while one is open, of twenty at once', async () => {
    const tenant = await newTenant();
    const answers = await Promise.all(Array.from({ length: 20 }, async () => await ask(tenant)));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(refusalOf)).toEqual(Array(19).fill({ status: 409, code: 'support_request_open' }));
    const made = answers.find(({ status }) => status === 201);
    if (made) await answer(made.body, 'declined');
    expect((await ask(tenant)).status).toBe(201);
  });

  it('refuses a second answer, of twenty at once', async () => {
    const tenant = await newTenant();
    const { body } = await ask(tenant);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => await answer(body, n % 2 ? 'done' : 'declined')),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(refusalOf)).toEqual(Array(19).fill({ status: 409, code: 'support_request_answered' }));
    const [only] = answers.filter(({ status }) => status === 200);
    const { unlistedProvider } = (
      await service.request<Tenant>('GET', `/v1/tenants/${tenant.id}`, { as: thePlatform() })
    ).body;
    expect(unlistedProvider).toBe(only?.body.status === 'done');
  });

  it('is seen by support with the name of the company, and switches on what was asked for', async () => {
    const tenant = await newTenant();
    const { status, body } = await ask(tenant);
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        id: body.id,
        tenantId: tenant.id,
        tenantName: tenant.name,
        ...question,
        askedBy: `user:${anAdminOf(tenant.id).subject}`,
        askedAt: expect.any(String),
        status: 'open',
        answer: null,
        answeredBy: null,
        answeredAt: null,
      },
    });
    expect((await list('/v1/support-requests?status=open', support)).requests[0]).toEqual(body);
    const { body: answered } = await answer(body, 'done');
    expect(answered).toEqual({
      ...body,
      status: 'done',
      answer: 'See you',
      answeredBy: `user:${support.subject}`,
      answeredAt: expect.any(String),
    });
    expect((await list(at(tenant), anAdminOf(tenant.id))).requests).toEqual([answered]);
    expect((await service.changesOf(tenant)).slice(1)).toEqual([['tenant']]);
    const made = await service.request('POST', `/v1/tenants/${tenant.id}/connections`, {
      as: anAdminOf(tenant.id),
      body: { provider: 'oidc' },
    });
    expect(made.status).toBe(201);
    expect((await service.auditOf(tenant)).map(({ action, byPlatform }) => [action, byPlatform])).toEqual([
      ['connection.added', false],
      ['settings.changed', true],
      ['support.answered', true],
      ['support.asked', false],
    ]);
  });

  it('changes nothing when it is declined', async () => {
    const tenant = await newTenant();
    const { body } = await ask(tenant);
    expect((await answer(body, 'declined')).body.status).toBe('declined');
    expect(await service.changesOf(tenant)).toHaveLength(1);
    expect(
      (await list('/v1/support-requests?status=open', support)).requests.map(({ id }) => id),
    ).not.toContain(body.id);
  });

  it('comes page by page, newest first, each once', async () => {
    for (let n = 0; n < 3; n++) await ask(await newTenant());
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? '' : `&after=${cursor}`;
      const page: SupportRequestPage = await list(`/v1/support-requests?limit=2${after}`, support);
      seen.push(...page.requests.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    const { rows } = await service.rows.query<{ id: string }>(
      'SELECT id FROM support_request ORDER BY id DESC',
    );
    expect(seen).toEqual(rows.map(({ id }) => id));
  });

  it('A02 is hidden outside its tenant, and deleted by nobody', async () => {
    const database = service.app.get(Database);
    await expect(
      database.inTenant(globex.id, (tx) => tx.query('SELECT 1 FROM support_request')),
    ).resolves.toEqual([]);
    await expect(database.inTenant(acme.id, (tx) => tx.query('DELETE FROM support_request'))).rejects.toThrow(
      'permission denied',
    );
  });
});
