import type { Domain, Principal, Problem, SsoSettings, Tenant } from '@portico/contracts';
import {
  type Answer,
  anAdminOf,
  refusalOf,
  type ServiceUnderTest,
  startServiceUnderTest,
  thePlatform,
} from '../sso-config-house.fixture.js';
import { DomainsController } from './domains.controller.js';

describe(DomainsController.name, () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let globex: Tenant;
  let admin: Principal;
  let other: Principal;
  /** The DNS of the test. */
  const zone = new Map<string, string[]>();

  const at = (domain = '', tenant = acme): string =>
    `/v1/tenants/${tenant.id}/domains${domain && `/${domain}`}`;
  const claim = async (domain: string, tenant = acme): Promise<Answer<Domain>> =>
    await service.request('POST', at('', tenant), { as: anAdminOf(tenant.id), body: { domain } });
  const verify = async (domain: string, tenant = acme): Promise<Answer<Domain>> =>
    await service.request('POST', at(`${domain}/verify`, tenant), { as: anAdminOf(tenant.id) });
  const publish = ({ challenge }: Domain): void => {
    if (challenge) zone.set(challenge.name, [...(zone.get(challenge.name) ?? []), challenge.value]);
  };
  const prove = async (domain: string, tenant = acme): Promise<Answer<Domain>> => {
    publish((await claim(domain, tenant)).body);
    return await verify(domain, tenant);
  };
  const remove = async (domain: string, tenant = acme): Promise<Answer<Problem>> =>
    await service.request('DELETE', at(domain, tenant), { as: anAdminOf(tenant.id) });
  const expire = async (domain: string): Promise<void> => {
    await service.rows.query(`SELECT set_config('portico.tenant', $1, false)`, [acme.id]);
    await service.rows.query(
      `UPDATE domain SET challenge_expires_at = now() - interval '1 second' WHERE domain = $1`,
      [domain],
    );
  };

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await service.addTenant('acme');
    globex = await service.addTenant('globex');
    admin = anAdminOf(acme.id);
    other = anAdminOf(globex.id);
  });
  beforeEach(() => {
    zone.clear();
    service.lookUpTxt = (name) => ({ ok: { records: zone.get(name) ?? [] } });
  });
  afterAll(async () => await service.stop());

  it.each([
    ['POST', '', { domain: 'acme.example' }],
    ['GET', '', undefined],
    ['POST', 'isolated.example/verify', undefined],
    ['DELETE', 'isolated.example', undefined],
  ])('A01 answers %s %s of another tenant with 404', async (method, rest, body) => {
    publish((await claim('isolated.example')).body);
    expect(refusalOf(await service.request(method, at(rest), { as: other, body }))).toEqual({
      status: 404,
      code: 'not_found',
    });
    if (rest)
      expect(refusalOf(await service.request(method, at(rest, globex), { as: other, body }))).toEqual({
        status: 404,
        code: 'not_found',
      });
  });

  it.each([
    ['POST', '', { domain: 'acme.example' }],
    ['POST', 'acme.example/verify', undefined],
    ['DELETE', 'acme.example', undefined],
  ])('refuses %s %s with the scope sso:read alone', async (method, rest, body) => {
    const as = thePlatform({ scopes: ['sso:read'] });
    expect(refusalOf(await service.request(method, at(rest), { as, body }))).toEqual({
      status: 403,
      code: 'scope_insufficient',
    });
  });

  it.each(['gmail.com', 'co.uk', '10.0.0.1', 'acme', 'acme.example/x'])(
    'refuses to claim %s',
    async (domain) => {
      expect(refusalOf(await claim(domain))).toEqual({ status: 422, code: 'domain_invalid' });
    },
  );

  it.each([
    ['no domain', {}],
    ['A13 a domain that declares itself proved', { domain: 'acme.example', status: 'proved' }],
    ['A03 an operator', { domain: { $ne: '' } }],
  ])('refuses %s', async (_, body) => {
    expect(refusalOf(await service.request('POST', at(), { as: admin, body }))).toEqual({
      status: 400,
      code: 'request_invalid',
    });
  });

  it.each(['nobody.example', 'gmail.com', 'not%20a%20domain'])(
    'answers %s, never claimed, with 404',
    async (domain) => {
      expect(refusalOf(await verify(domain))).toEqual({ status: 404, code: 'not_found' });
      expect(refusalOf(await remove(domain))).toEqual({ status: 404, code: 'not_found' });
    },
  );

  it.each([
    ['there is no record', []],
    ['there are others', ['v=spf1 -all', 'portico-domain-verification=somebody-elses']],
    ['the value is only a part of one', (value: string) => [`x${value}`, `${value}x`, value.slice(0, -1)]],
  ])('M03 refuses a domain where %s', async (_, records) => {
    const { body } = await claim('unproved.example');
    const value = body.challenge?.value ?? '';
    service.lookUpTxt = () => ({ ok: { records: typeof records === 'function' ? records(value) : records } });
    expect(refusalOf(await verify('unproved.example'))).toEqual({ status: 422, code: 'domain_unproved' });
    expect((await service.settingsOf(acme)).domains).not.toContain('unproved.example');
  });

  it("M03 refuses the record of another tenant's challenge", async () => {
    publish((await claim('contested.example', globex)).body);
    await claim('contested.example');
    expect(refusalOf(await verify('contested.example'))).toEqual({ status: 422, code: 'domain_unproved' });
  });

  it('refuses while the DNS cannot be asked', async () => {
    await claim('slow.example');
    service.lookUpTxt = () => ({ error: { code: 'dns_unavailable' } });
    expect(refusalOf(await verify('slow.example'))).toEqual({ status: 503, code: 'dns_unavailable' });
  });

  it('refuses a challenge that has expired, and gives a new one', async () => {
    const { body: old } = await claim('late.example');
    await expire('late.example');
    // Nothing is published: whoever is late is told so, and does not go on looking for a mistake in the DNS.
    expect(refusalOf(await verify('late.example'))).toEqual({
      status: 409,
      code: 'domain_challenge_expired',
    });
    publish(old);
    const { body: renewed } = await claim('late.example');
    expect(renewed.challenge?.value).not.toBe(old.challenge?.value);
    expect(refusalOf(await verify('late.example'))).toEqual({ status: 422, code: 'domain_unproved' });
    publish(renewed);
    expect((await verify('late.example')).body.status).toBe('proved');
  });

  it('refuses a challenge that expires while the DNS is asked', async () => {
    publish((await claim('racing.example')).body);
    const { lookUpTxt } = service;
    await service.rows.query(`SELECT set_config('portico.tenant', $1, false)`, [acme.id]);
    await service.rows.query(
      `UPDATE domain SET challenge_expires_at = now() + interval '300 ms' WHERE domain = 'racing.example'`,
    );
    service.lookUpTxt = (name) => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
      return lookUpTxt(name);
    };
    expect(refusalOf(await verify('racing.example'))).toEqual({
      status: 409,
      code: 'domain_challenge_expired',
    });
  });

  it('M04 refuses a domain that another tenant has proved, and only once it is proved', async () => {
    await prove('taken.example', globex);
    const { status, body } = await claim('taken.example');
    expect({ status, body }).toMatchObject({ status: 201, body: { status: 'pending' } });
    expect(refusalOf(await verify('taken.example'))).toEqual({ status: 422, code: 'domain_unproved' });
    publish(body);
    expect(refusalOf(await verify('taken.example'))).toEqual({ status: 409, code: 'domain_taken' });
    expect((await service.settingsOf(acme)).domains).not.toContain('taken.example');
    expect((await service.settingsOf(globex)).domains).toContain('taken.example');
  });

  it('M04 gives a domain to one of two tenants that prove it at once', async () => {
    const tenants = [acme, globex];
    for (const tenant of tenants) publish((await claim('rush.example', tenant)).body);
    const answers = await Promise.all(tenants.map((tenant) => verify('rush.example', tenant)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('gives one challenge until it has expired, for seven days', async () => {
    const { status, body } = await claim('Challenge.Example');
    expect(status).toBe(201);
    expect(body).toEqual({
      domain: 'challenge.example',
      status: 'pending',
      challenge: {
        name: '_portico-challenge.challenge.example',
        value: expect.stringMatching(/^portico-domain-verification=[\w-]{43}$/),
        expiresAt: expect.any(String),
      },
      provedAt: null,
      checkedAt: null,
      missingSince: null,
    });
    const days = (Date.parse(body.challenge?.expiresAt ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(7, 2);
    expect((await claim('challenge.example')).body).toEqual(body);
    expect((await claim('challenge.example', globex)).body.challenge?.value).not.toBe(body.challenge?.value);
  });

  it('proves a domain, and tells it to the broker and in the settings', async () => {
    const { status, body } = await prove('proved.example');
    expect({ status, body }).toMatchObject({ status: 200, body: { status: 'proved', challenge: null } });
    expect((await service.changesOf(acme)).at(-1)).toEqual(['domains']);
    expect((await service.settingsOf(acme)).domains).toContain('proved.example');
    const { body: page } = await service.request<SsoSettings>('GET', `/v1/tenants/${acme.id}/sso`, {
      as: admin,
    });
    expect(page.domains).toContainEqual(body);
    const { body: list } = await service.request<{ domains: Domain[] }>('GET', at(), { as: admin });
    expect(list.domains).toEqual(page.domains);
    // Again: the record is looked up, and nothing is told.
    const told = (await service.changesOf(acme)).length;
    const again = (await verify('proved.example')).body;
    expect(again).toEqual({ ...body, checkedAt: expect.any(String) });
    expect((await claim('proved.example')).body).toEqual(again);
    expect(await service.changesOf(acme)).toHaveLength(told);
  });

  it('gives a domain up for another tenant to prove', async () => {
    await prove('moving.example');
    expect((await remove('moving.example')).status).toBe(204);
    expect((await service.changesOf(acme)).at(-1)).toEqual(['domains']);
    expect((await service.settingsOf(acme)).domains).not.toContain('moving.example');
    expect((await prove('moving.example', globex)).body.status).toBe('proved');
  });

  it('is told in the audit: claimed once, proved and given up', async () => {
    await claim('audited.example');
    await prove('audited.example');
    await remove('audited.example');
    const told = await service.auditOf(acme);
    const by = `user:${admin.subject}`;
    const detail = { domain: 'audited.example' };
    expect(told.slice(0, 3)).toMatchObject([
      { by, action: 'domain.removed', detail },
      { by, action: 'domain.proved', detail },
      { by, action: 'domain.claimed', detail },
    ]);
    expect(told.filter((entry) => entry.detail['domain'] === 'audited.example')).toHaveLength(3);
  });

  it('refuses domains too many, of many at once', async () => {
    const tenant = await service.addTenant('hoarder');
    await service.rows.query(`SELECT set_config('portico.tenant', $1, false)`, [tenant.id]);
    await service.rows.query(
      `INSERT INTO domain (tenant_id, domain, challenge, challenge_expires_at, claimed_by)
        SELECT $1, n || '.example', '', now(), 'machine:test' FROM generate_series(1, 90) AS n`,
      [tenant.id],
    );
    const answers = await Promise.all([...Array(30).keys()].map((n) => claim(`hoard-${n}.example`, tenant)));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(refusalOf)).toEqual(Array(20).fill({ status: 409, code: 'domain_limit_reached' }));
    const kept = answers.find(({ status }) => status === 201)?.body.domain ?? '';
    expect((await claim(kept, tenant)).status).toBe(201);
  });
});
