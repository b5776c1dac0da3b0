import type { Domain, DomainList, Tenant } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import {
  type Answer,
  anAdminOf,
  refusalOf,
  type ServiceUnderTest,
  startServiceUnderTest,
} from '../sso-config-house.fixture.js';
import { RecheckDomains } from './recheck-domains.js';

describe(RecheckDomains.name, () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let globex: Tenant;
  let number = 0;
  /** The DNS of the test, and what it was asked. */
  const zone = new Map<string, string[]>();
  let asked: string[] = [];

  const at = (rest = '', tenant = acme): string => `/v1/tenants/${tenant.id}/domains${rest}`;
  const post = async (rest: string, tenant = acme, body?: object): Promise<Answer<Domain>> =>
    await service.request('POST', at(rest, tenant), { as: anAdminOf(tenant.id), body });
  const claim = async (domain: string, tenant = acme): Promise<Domain> =>
    (await post('', tenant, { domain })).body;
  const verify = async (domain: string, tenant = acme): Promise<Answer<Domain>> =>
    await post(`/${domain}/verify`, tenant);
  const publish = ({ challenge }: Domain): void => {
    zone.set(challenge?.name ?? '', [challenge?.value ?? '']);
  };
  const aProvedDomain = async (tenant = acme): Promise<string> => {
    const domain = `company-${String(++number)}.example`;
    publish(await claim(domain, tenant));
    expect((await verify(domain, tenant)).body.status).toBe('proved');
    return domain;
  };
  const vanish = (domain: string): void => void zone.delete(`_portico-challenge.${domain}`);
  const run = async (): Promise<void> => {
    await service.app.get(RecheckDomains).run();
  };
  const read = async (domain: string, tenant = acme): Promise<Domain | undefined> =>
    (
      await service.request<DomainList>('GET', at('', tenant), { as: anAdminOf(tenant.id) })
    ).body.domains.find((found) => found.domain === domain);
  const set = async (domain: string, values: string, tenant = acme): Promise<void> => {
    await service.rows.query(`SELECT set_config('portico.tenant', $1, false)`, [tenant.id]);
    await service.rows.query(`UPDATE domain SET ${values} WHERE domain = $1 AND tenant_id = $2`, [
      domain,
      tenant.id,
    ]);
  };
  const isDue = async (domain: string, tenant = acme): Promise<void> => {
    await set(domain, 'recheck_at = now()', tenant);
  };
  const warnings = async (domain: string): Promise<object[]> =>
    (
      await service.rows.query<{ data: object }>(
        `SELECT data FROM outbox_event WHERE type = 'sso.domain.endangered' AND data->>'domain' = $1`,
        [domain],
      )
    ).rows.map(({ data }) => data);
  const deeds = async (domain: string): Promise<string[]> =>
    (await service.auditOf(acme))
      .filter(({ detail, by }) => detail['domain'] === domain && by === 'portico')
      .map(({ action }) => action);

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await service.addTenant('acme');
    globex = await service.addTenant('globex');
  });
  beforeEach(() => {
    asked = [];
    service.lookUpTxt = (name) => {
      asked.push(name);
      return { ok: { records: zone.get(name) ?? [] } };
    };
  });
  afterAll(async () => await service.stop());

  it.each([
    ['that is there', 'missing_since = NULL'],
    ['that has been missing', `missing_since = now() - interval '2 days'`],
    ['that has been missing for more than a week', `missing_since = now() - interval '30 days'`],
  ])('changes nothing about a record %s while the DNS cannot be asked', async (_, missing) => {
    const domain = await aProvedDomain();
    vanish(domain);
    await set(domain, missing);
    const before = await read(domain);
    service.lookUpTxt = () => ({ error: { code: 'dns_unavailable' } });
    await isDue(domain);
    await run();
    expect(refusalOf(await verify(domain))).toEqual({ status: 503, code: 'dns_unavailable' });
    expect(await read(domain)).toEqual(before);
    expect([await warnings(domain), await deeds(domain)]).toEqual([[], []]);
  });

  it('goes on with the others where one cannot be looked up', async () => {
    const [broken, missing] = [await aProvedDomain(), await aProvedDomain()];
    vanish(missing);
    await isDue(broken);
    await isDue(missing);
    service.lookUpTxt = (name) =>
      name.endsWith(broken) ? { error: { code: 'dns_unavailable' } } : { ok: { records: [] } };
    await run();
    expect((await read(broken))?.missingSince).toBeNull();
    expect((await read(missing))?.missingSince).not.toBeNull();
  });

  it('tells once that a record is missing, however often it is looked up at once', async () => {
    const domain = await aProvedDomain();
    vanish(domain);
    const answers = await Promise.all(Array.from({ length: 20 }, async () => await verify(domain)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const missingSince = (await read(domain))?.missingSince ?? '';
    const provedUntil = new Date(Date.parse(missingSince) + 7 * 86_400_000).toISOString();
    expect(await warnings(domain)).toEqual([{ domain, missingSince, provedUntil }]);
    expect(await deeds(domain)).toEqual(['domain.missing']);
  });

  it('leaves a domain proved for a week without its record', async () => {
    const domain = await aProvedDomain();
    vanish(domain);
    await set(domain, `missing_since = now() - interval '6 days 23 hours 59 minutes'`);
    await isDue(domain);
    await run();
    expect(await read(domain)).toMatchObject({ status: 'proved', challenge: null });
    expect((await service.settingsOf(acme)).domains).toContain(domain);
    expect(await warnings(domain)).toEqual([]);
  });

  it('M03 takes a domain whose record has been missing for a week, and demands a new challenge', async () => {
    const domain = await aProvedDomain();
    const old = zone.get(`_portico-challenge.${domain}`) ?? [];
    vanish(domain);
    await set(domain, `missing_since = now() - interval '7 days'`);
    await isDue(domain);
    await run();
    const lost = await read(domain);
    expect(lost).toMatchObject({ status: 'pending', provedAt: null, checkedAt: null, missingSince: null });
    expect((await service.settingsOf(acme)).domains).not.toContain(domain);
    expect((await service.changesOf(acme)).at(-1)).toEqual(['domains']);
    expect(await deeds(domain)).toEqual(['domain.lost']);
    zone.set(`_portico-challenge.${domain}`, old);
    expect(refusalOf(await verify(domain))).toEqual({ status: 422, code: 'domain_unproved' });
    if (lost) publish(lost);
    expect((await verify(domain)).body.status).toBe('proved');
  });

  it('M04 leaves a domain that was lost to another tenant that proves it', async () => {
    const domain = await aProvedDomain();
    vanish(domain);
    await set(domain, `missing_since = now() - interval '8 days'`);
    await verify(domain);
    publish(await claim(domain, globex));
    expect((await verify(domain, globex)).body.status).toBe('proved');
    expect((await read(domain))?.status).toBe('pending');
  });

  it('forgives a record that is back', async () => {
    const domain = await aProvedDomain();
    const record = zone.get(`_portico-challenge.${domain}`) ?? [];
    vanish(domain);
    expect((await verify(domain)).body.missingSince).not.toBeNull();
    zone.set(`_portico-challenge.${domain}`, record);
    expect((await verify(domain)).body).toMatchObject({ status: 'proved', missingSince: null });
    vanish(domain);
    await verify(domain);
    expect(await warnings(domain)).toHaveLength(2);
  });

  it('does nothing about a domain that is given up while it is looked up', async () => {
    const domain = await aProvedDomain();
    vanish(domain);
    await isDue(domain);
    const { lookUpTxt } = service;
    let removed = Promise.resolve<unknown>(undefined);
    service.lookUpTxt = (name) => {
      removed = service.rows
        .query(`SELECT set_config('portico.tenant', $1, false)`, [acme.id])
        .then(async () => await service.rows.query('DELETE FROM domain WHERE domain = $1', [domain]));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
      return lookUpTxt(name);
    };
    await Promise.all([run(), removed]);
    await removed;
    expect(await read(domain)).toBeUndefined();
  });

  it('looks each up once, whichever of two replicas does', async () => {
    const domains: string[] = [];
    for (let n = 0; n < 12; n++) domains.push(await aProvedDomain(n % 2 ? acme : globex));
    for (const [n, domain] of domains.entries()) await isDue(domain, n % 2 ? acme : globex);
    asked = [];
    await Promise.all([run(), run()]);
    expect(
      asked.filter((name) => domains.some((domain) => name === `_portico-challenge.${domain}`)).sort(),
    ).toEqual(domains.map((domain) => `_portico-challenge.${domain}`).sort());
  });

  it('finds what is due by its index, however many are not', async () => {
    const plan = await service.app.get(Database).acrossTenants(async (tx) => {
      for (const way of ['seqscan', 'bitmapscan', 'sort']) await tx.query(`SET LOCAL enable_${way} = off`);
      return await tx.query<object[]>(
        `EXPLAIN SELECT domain FROM domain
          WHERE proved_at IS NOT NULL AND recheck_at <= now() ORDER BY recheck_at LIMIT 50`,
      );
    });
    expect(JSON.stringify(plan)).toMatch(/domain__recheck_at.*Index Cond/);
    expect(JSON.stringify(plan)).not.toContain('Sort');
  });

  it('looks one up about once a day, a pending one never by itself, and one of before at once', async () => {
    const [daily, before] = [await aProvedDomain(), await aProvedDomain()];
    await claim('never.example');
    await isDue(daily);
    await set(before, 'recheck_at = DEFAULT, checked_at = NULL');
    await run();
    asked = [];
    await run();
    expect(asked).toEqual([]);
    const { rows } = await service.rows.query<{ hours: number }>(
      `SELECT extract(epoch FROM recheck_at - checked_at)::float / 3600 AS hours FROM domain
        WHERE domain = ANY($1)`,
      [[daily, before]],
    );
    expect(rows).toHaveLength(2);
    for (const { hours } of rows) {
      expect(hours).toBeGreaterThanOrEqual(21.6);
      expect(hours).toBeLessThanOrEqual(26.4);
    }
  });
});
