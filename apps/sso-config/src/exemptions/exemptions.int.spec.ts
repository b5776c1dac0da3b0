import type { NamedExemption, Principal, Problem, SsoSettings, Tenant } from '@portico/contracts';
import {
  type Answer,
  anAdminOf,
  refusalOf,
  type ServiceUnderTest,
  startServiceUnderTest,
  thePlatform,
} from '../sso-config-house.fixture.js';
import { ExemptionsController } from './exemptions.controller.js';

const DAY_MS = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
const someId = (n: number): string => `0199d5a0-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

describe(ExemptionsController.name, () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let globex: Tenant;
  let admin: Principal;

  const at = (userId = '', tenant = acme): string =>
    `/v1/tenants/${tenant.id}/exemptions${userId && `/${userId}`}`;
  const grant = async (userId: string, body: object): Promise<Answer<NamedExemption & Problem>> =>
    await service.request('PUT', at(userId), { as: admin, body });
  const end = async (userId: string): Promise<Answer<Problem>> =>
    await service.request('DELETE', at(userId), { as: admin });
  const list = async (tenant = acme): Promise<NamedExemption[]> =>
    (
      await service.request<{ exemptions: NamedExemption[] }>('GET', at('', tenant), {
        as: anAdminOf(tenant.id),
      })
    ).body.exemptions;

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await service.addTenant('acme');
    globex = await service.addTenant('globex');
    admin = anAdminOf(acme.id);
  });
  afterAll(async () => await service.stop());

  it.each([
    ['GET', ''],
    ['PUT', someId(1)],
    ['DELETE', someId(1)],
  ])('A01 answers %s exemptions of another tenant with 404', async (method, rest) => {
    await grant(someId(1), { until: inDays(1), reason: 'Contractor' });
    const as = anAdminOf(globex.id);
    const body = method === 'PUT' ? { until: inDays(1), reason: 'Mine now' } : undefined;
    expect(refusalOf(await service.request(method, at(rest), { as, body }))).toEqual({
      status: 404,
      code: 'not_found',
    });
    expect(await list()).toContainEqual(expect.objectContaining({ reason: 'Contractor' }));
    expect(await list(globex)).toEqual([]);
  });

  it.each(['PUT', 'DELETE'])('refuses %s with the scope sso:read alone', async (method) => {
    const as = thePlatform({ scopes: ['sso:read'] });
    const body = method === 'PUT' ? { until: inDays(1), reason: 'Contractor' } : undefined;
    expect(refusalOf(await service.request(method, at(someId(2)), { as, body }))).toEqual({
      status: 403,
      code: 'scope_insufficient',
    });
  });

  it.each([
    ['a date that has passed', { until: inDays(-0.001), reason: 'Contractor' }, '/until'],
    ['more than a year', { until: inDays(366.01), reason: 'Contractor' }, '/until'],
    ['no end', { reason: 'Contractor' }, '/until'],
    ['never', { until: null, reason: 'Contractor' }, '/until'],
    ['no reason', { until: inDays(1) }, '/reason'],
    ['a reason of blanks', { until: inDays(1), reason: '     ' }, '/reason'],
    ['A13 another granter', { until: inDays(1), reason: 'Contractor', grantedBy: 'user:x' }, '/grantedBy'],
  ])('refuses %s and names the field', async (_, body, pointer) => {
    const answer = await grant(someId(3), body);
    expect(refusalOf(answer)).toEqual({ status: 400, code: 'request_invalid' });
    expect(answer.body.errors?.[0]?.pointer).toBe(pointer);
  });

  it.each(['nobody', someId(4)])('answers the end of an exemption of %s with 404', async (userId) => {
    expect(refusalOf(await end(userId))).toEqual({ status: 404, code: 'not_found' });
  });

  it('grants an exemption by name, and tells it to the broker and in the settings', async () => {
    const until = inDays(30);
    const { status, body } = await grant(someId(5), { until, reason: ' Contractor ' });
    expect(status).toBe(200);
    expect(body).toEqual({
      userId: someId(5),
      until,
      reason: 'Contractor',
      grantedBy: `user:${admin.subject}`,
      grantedAt: expect.any(String),
    });
    expect((await service.settingsOf(acme)).exemptions).toContainEqual({ userId: someId(5), until });
    expect((await service.changesOf(acme)).at(-1)).toEqual(['exemptions']);
    const { body: page } = await service.request<SsoSettings>('GET', `/v1/tenants/${acme.id}/sso`, {
      as: admin,
    });
    expect(page.exemptions).toContainEqual(body);
    expect(await list()).toEqual(page.exemptions);
  });

  it('changes an exemption, and tells nothing where it is as before', async () => {
    const until = inDays(2);
    await grant(someId(6), { until, reason: 'Contractor' });
    const told = (await service.changesOf(acme)).length;
    await grant(someId(6), { until, reason: 'Contractor' });
    expect(await service.changesOf(acme)).toHaveLength(told);
    const later = inDays(3);
    expect((await grant(someId(6), { until: later, reason: 'Contractor' })).body.until).toBe(later);
    expect((await list()).filter(({ userId }) => userId === someId(6))).toHaveLength(1);
  });

  it('ends an exemption', async () => {
    await grant(someId(7), { until: inDays(1), reason: 'Contractor' });
    expect((await end(someId(7))).status).toBe(204);
    expect((await service.changesOf(acme)).at(-1)).toEqual(['exemptions']);
    expect(JSON.stringify(await service.settingsOf(acme))).not.toContain(someId(7));
  });

  it('shows none that has ended, and keeps who granted it', async () => {
    await grant(someId(8), { until: inDays(1), reason: 'Contractor' });
    await service.rows.query(`SELECT set_config('portico.tenant', $1, false)`, [acme.id]);
    await service.rows.query(`UPDATE exemption SET until = now() WHERE user_id = $1`, [someId(8)]);
    expect(JSON.stringify([await list(), await service.settingsOf(acme)])).not.toContain(someId(8));
    expect(refusalOf(await end(someId(8)))).toEqual({ status: 404, code: 'not_found' });
    const { rows } = await service.rows.query('SELECT granted_by FROM exemption WHERE user_id = $1', [
      someId(8),
    ]);
    expect(rows).toEqual([{ granted_by: `user:${admin.subject}` }]);
    expect((await grant(someId(8), { until: inDays(1), reason: 'Again' })).status).toBe(200);
  });

  it('refuses an exemption too many', async () => {
    const tenant = await service.addTenant('lenient');
    await service.rows.query(`SELECT set_config('portico.tenant', $1, false)`, [tenant.id]);
    await service.rows.query(
      `INSERT INTO exemption (tenant_id, user_id, until, reason, granted_by)
        SELECT $1, uuidv7(), now() + interval '1 day', 'Contractor', 'machine:test' FROM generate_series(1, 998)`,
      [tenant.id],
    );
    const body = { until: inDays(1), reason: 'Contractor' };
    const answers = await Promise.all(
      [1, 2, 3].map((n) => service.request('PUT', at(someId(n), tenant), { as: anAdminOf(tenant.id), body })),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(refusalOf)).toEqual([{ status: 409, code: 'exemption_limit_reached' }]);
  });
});
