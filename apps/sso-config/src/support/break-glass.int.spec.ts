import {
  type BreakGlass,
  type BreakGlassList,
  FindBreakGlass as BreakGlassQuestion,
  type Principal,
  type Problem,
  type Tenant,
} from '@portico/contracts';
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
import { BreakGlassController } from './break-glass.controller.js';
import { FindBreakGlass } from './find-break-glass.js';

const reason = 'Ticket 4711: their provider is gone';
const someId = (n: number): string => `0199d5a0-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

describe(BreakGlassController.name, () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let globex: Tenant;
  const operator = ofThePlatform('operator');
  const support = ofThePlatform('support');

  const at = (rest = '', tenant = acme): string => `/v1/tenants/${tenant.id}/break-glass${rest}`;
  const ask = async (as: Principal = operator): Promise<Answer<BreakGlass>> =>
    await service.request('POST', at(), { as, body: { reason } });
  const approve = async (id: string, as: Principal = support): Promise<Answer<BreakGlass>> =>
    await service.request('POST', at(`/${id}/approval`), { as });
  const end = async (id: string, as: Principal = operator): Promise<Answer<Problem>> =>
    await service.request('DELETE', at(`/${id}`), { as });
  const list = async (as: Principal = anAdminOf(acme.id)): Promise<BreakGlass[]> =>
    (await service.request<BreakGlassList>('GET', at(), { as })).body.breakGlass;
  const find = async (userId = operator.subject, tenantId = acme.id): Promise<string | null> =>
    (await service.ask(BreakGlassQuestion, { tenantId, userId })).openUntil;
  const age = async (id: string, column: string, interval: string): Promise<void> => {
    await service.rows.query(`SELECT set_config('portico.tenant', $1, false)`, [acme.id]);
    await service.rows.query(
      `UPDATE break_glass SET ${column} = ${column} - interval '${interval}' WHERE id = $1`,
      [id],
    );
  };

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await service.addTenant('acme');
    globex = await service.addTenant('globex');
  });
  afterAll(async () => await service.stop());
  // Nothing that one test leaves open is found by the next.
  afterEach(async () => {
    for (const { id, status } of await list()) if (['waiting', 'open'].includes(status)) await end(id);
  });

  it.each([
    ['support', () => support],
    ['a machine application with every scope', () => thePlatform({ scopes: [...operator.scopes] })],
    ['an administrator of the tenant', () => anAdminOf(acme.id, { scopes: [...operator.scopes] })],
  ])('E08 refuses %s that asks for a break-glass', async (_, as) => {
    expect(refusalOf(await ask(as()))).toEqual({ status: 403, code: 'scope_insufficient' });
  });

  it.each([
    ['no reason', {}],
    ['a reason of blanks', { reason: ' '.repeat(20) }],
    ['a reason too short', { reason: 'because' }],
    ['a reason too long', { reason: 'x'.repeat(501) }],
    ['A13 one that is approved already', { reason, approvedBy: support.subject }],
  ])('refuses %s', async (_, body) => {
    expect(refusalOf(await service.request('POST', at(), { as: operator, body }))).toEqual({
      status: 400,
      code: 'request_invalid',
    });
  });

  it('refuses a break-glass for a tenant that nobody has', async () => {
    const answer = await service.request('POST', `/v1/tenants/${someId(9)}/break-glass`, {
      as: operator,
      body: { reason },
    });
    expect(refusalOf(answer)).toEqual({ status: 404, code: 'not_found' });
  });

  it('E08 refuses approval by the one who asked', async () => {
    const { body } = await ask();
    expect(refusalOf(await approve(body.id, operator))).toEqual({ status: 403, code: 'break_glass_own' });
    expect(await find()).toBeNull();
  });

  it('E08 has the table itself refuse approval by the one who asked', async () => {
    const { body } = await ask();
    await service.rows.query(`SELECT set_config('portico.tenant', $1, false)`, [acme.id]);
    await expect(
      service.rows.query(
        `UPDATE break_glass SET approved_by = requested_by, approved_at = now(), open_until = now() WHERE id = $1`,
        [body.id],
      ),
    ).rejects.toThrow('break_glass__two_people');
  });

  it.each([
    ['an administrator of the tenant', () => anAdminOf(acme.id, { scopes: [...operator.scopes] })],
    ['a machine application with every scope', () => thePlatform({ scopes: [...operator.scopes] })],
  ])('E08 refuses approval by %s', async (_, as) => {
    const { body } = await ask();
    expect(refusalOf(await approve(body.id, as()))).toEqual({ status: 403, code: 'scope_insufficient' });
    expect(await find()).toBeNull();
  });

  it('A01 answers what another tenant has with 404', async () => {
    const { body } = await ask();
    const other = anAdminOf(globex.id);
    const answers = [
      await service.request('GET', at(), { as: other }),
      await service.request('DELETE', at(`/${body.id}`, globex), { as: other }),
      await service.request('POST', at(`/${body.id}/approval`, globex), { as: support }),
      await end('no-id'),
      await approve(someId(10)),
    ];
    expect(answers.map(refusalOf)).toEqual(answers.map(() => ({ status: 404, code: 'not_found' })));
    expect(await list()).toContainEqual(expect.objectContaining({ id: body.id, status: 'waiting' }));
  });

  it('refuses to approve what has waited for an hour', async () => {
    const { body } = await ask();
    await age(body.id, 'requested_at', '1 hour');
    expect(refusalOf(await approve(body.id))).toEqual({ status: 409, code: 'break_glass_ended' });
    expect(refusalOf(await end(body.id))).toEqual({ status: 409, code: 'break_glass_ended' });
    expect((await list())[0]).toMatchObject({ id: body.id, status: 'expired' });
  });

  it('refuses to approve what was withdrawn', async () => {
    const { body } = await ask();
    expect((await end(body.id)).status).toBe(204);
    expect(refusalOf(await approve(body.id))).toEqual({ status: 409, code: 'break_glass_ended' });
  });

  it('E08 is opened by one of twenty approvals at once, and told once', async () => {
    const { body } = await ask();
    const approvers = Array.from({ length: 20 }, (_, n) => ofThePlatform('support', { subject: someId(n) }));
    const answers = await Promise.all(approvers.map(async (as) => await approve(body.id, as)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(refusalOf)).toEqual(Array(19).fill({ status: 409, code: 'break_glass_ended' }));
    const { rows } = await service.rows.query(
      `SELECT 1 FROM outbox_event WHERE type = 'sso.breakglass.opened' AND subject = $1`,
      [body.id],
    );
    expect(rows).toHaveLength(1);
  });

  it('waits, is opened for 30 minutes by a second person, and tells so', async () => {
    const { status, body } = await ask();
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        id: body.id,
        tenantId: acme.id,
        reason,
        status: 'waiting',
        requestedBy: operator.subject,
        requestedAt: expect.any(String),
        approvedBy: null,
        approvedAt: null,
        openUntil: null,
      },
    });
    expect(await find()).toBeNull();
    const { body: opened } = await approve(body.id);
    expect(opened).toMatchObject({ status: 'open', approvedBy: support.subject });
    expect((Date.parse(opened.openUntil ?? '') - Date.now()) / 60_000).toBeCloseTo(30, 0);
    expect(await find()).toBe(opened.openUntil);
    expect((await list())[0]).toEqual(opened);
    const { rows } = await service.rows.query(
      `SELECT tenant_id, data FROM outbox_event WHERE type = 'sso.breakglass.opened' AND subject = $1`,
      [body.id],
    );
    expect(rows).toEqual([
      {
        tenant_id: acme.id,
        data: {
          breakGlassId: body.id,
          reason,
          requestedBy: operator.subject,
          approvedBy: support.subject,
          openUntil: opened.openUntil,
        },
      },
    ]);
  });

  it('E08 is open for its operator and its tenant alone', async () => {
    const { body } = await ask();
    await approve(body.id);
    expect([
      await find(support.subject),
      await find(someId(11)),
      await find(operator.subject, globex.id),
    ]).toEqual([null, null, null]);
    await expect(
      service.app.get(FindBreakGlass).run({ tenantId: acme.id, userId: operator.subject }),
    ).resolves.toMatchObject({ id: body.id, status: 'open' });
  });

  it('E08 closes after 30 minutes, by the clock of the database', async () => {
    const { body } = await ask();
    await approve(body.id);
    await age(body.id, 'open_until', '30 minutes');
    expect(await find()).toBeNull();
    expect((await list())[0]).toMatchObject({ id: body.id, status: 'ended' });
    expect(refusalOf(await end(body.id))).toEqual({ status: 409, code: 'break_glass_ended' });
  });

  it.each([
    ['the operator', () => operator],
    ['the second person', () => support],
    ['an administrator of the tenant', () => anAdminOf(acme.id)],
    [
      'an administrator who signed in by a recovery code',
      () => anAdminOf(acme.id, { scopes: ['sso:read', 'sso:mend'] }),
    ],
  ])('is ended at once by %s', async (_, as) => {
    const scopes = [...as().scopes, 'sso:mend' as const];
    const { body } = await ask();
    await approve(body.id);
    expect((await end(body.id, { ...as(), scopes })).status).toBe(204);
    expect(await find()).toBeNull();
    expect(refusalOf(await approve(body.id))).toEqual({ status: 409, code: 'break_glass_ended' });
  });

  it('refuses its end to a machine application', async () => {
    const { body } = await ask();
    const as = thePlatform({ scopes: [...operator.scopes] });
    expect(refusalOf(await end(body.id, as))).toEqual({ status: 403, code: 'scope_insufficient' });
  });

  it('is told in the audit, each step with who did it', async () => {
    const { body } = await ask();
    await approve(body.id);
    await end(body.id, anAdminOf(acme.id, { scopes: ['sso:mend'] }));
    const [ended, opened, requested] = await service.auditOf(acme);
    const by = `user:${operator.subject}`;
    const breakGlassId = body.id;
    expect(requested).toMatchObject({
      by,
      action: 'break_glass.requested',
      detail: { breakGlassId, reason },
    });
    expect(opened).toMatchObject({
      by: `user:${support.subject}`,
      byPlatform: true,
      action: 'break_glass.opened',
      detail: { breakGlassId, reason, requestedBy: operator.subject },
    });
    expect(ended).toMatchObject({ byPlatform: false, action: 'break_glass.ended', detail: { breakGlassId } });
  });

  it('A02 is hidden outside its tenant, and deleted by nobody', async () => {
    await ask();
    const database = service.app.get(Database);
    await expect(
      database.inTenant(globex.id, (tx) => tx.query('SELECT 1 FROM break_glass')),
    ).resolves.toEqual([]);
    await expect(database.inTenant(acme.id, (tx) => tx.query('DELETE FROM break_glass'))).rejects.toThrow(
      'permission denied',
    );
  });
});
