import { jest } from '@jest/globals';
import { API_AUDIENCE, type Principal, SsoConnectionTested } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { TestClient } from '../client.fixture.js';
import { sessionsOf } from '../sessions/signed-in.fixture.js';
import { EndOverdueTests } from './end-overdue-tests.js';
import { StartTest } from './start-test.js';
import { type Company, TestHouse } from './tested.fixture.js';

jest.setTimeout(60_000);

let house: TestHouse;
beforeAll(async () => {
  house = await TestHouse.start();
});
afterAll(async () => {
  await house.stop();
});
beforeEach(() => {
  house.idp.reset();
  house.registry.house.people.asked.length = 0;
});

const pathOf = (url: string): string => new URL(url).pathname;
const browser = () => house.registry.house.browser();
const onRows = async <Row>({ tenant }: Company, sql: string, values: unknown[] = []): Promise<Row[]> =>
  await house.registry.house.app
    .get(Database)
    .inTenant(tenant.tenantId, async (tx) => await tx.query<Row[]>(sql, [tenant.tenantId, ...values]));
/** Lets every test of the company be so many minutes older. */
const age = async (company: Company, minutes: number): Promise<void> => {
  await onRows(
    company,
    `UPDATE connection_test SET started_at = started_at - make_interval(mins => $2),
       opened_at = opened_at - make_interval(mins => $2), ended_at = ended_at - make_interval(mins => $2)
      WHERE tenant_id = $1`,
    [minutes],
  );
};
/** A browser that has opened a test, and where its provider sends it back to. */
const depart = async (company: Company) => {
  const started = await house.begin(company);
  const opened = browser();
  const departed = await opened.get(pathOf(started.testUrl));
  return { ...started, browser: opened, departed, back: house.comeBack(departed) };
};

describe('POST …/connections/{connectionId}/tests', () => {
  it('A11 refuses a bearer without its scope, and A01 one of another tenant', async () => {
    const company = await house.addCompany();
    const { token } = await house.registry.addMachine(['sso:read']);
    const { token: stranger } = await house.registry.addMachine(['sso:write'], newId());
    const call = async (bearer: string) => await house.registry.call('POST', house.path(company), {}, bearer);
    expect(await call(token)).toMatchObject({ status: 403, body: { code: 'scope_insufficient' } });
    expect(await call(stranger)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('A11 refuses a member of the company, who may not even look', async () => {
    const company = await house.addCompany();
    const client = await TestClient.register(house.registry.house, { apiScopes: ['sso:write', 'sso:read'] });
    const wished = { scope: 'openid sso:write sso:read', resource: API_AUDIENCE };
    const member = await client.signIn(wished);
    const { body } = await client.redeem(member.code, { resource: API_AUDIENCE });
    const path = house.path({ ...company, tenant: member.tenant });
    for (const [method, at] of [
      ['POST', path],
      ['GET', `${path}/${newId()}`],
    ] as const)
      expect(
        await house.registry.call(method, at, method === 'POST' ? {} : undefined, body['access_token']),
      ).toMatchObject({
        status: 403,
        body: { code: 'scope_insufficient' },
      });
  });

  it('E09 lets a set-up link test its own connection, and find no other', async () => {
    const [company, other] = [await house.addCompany(), await house.addCompany()];
    const { tenantId } = company.tenant;
    const token = `set-up.${'a'.repeat(43)}`;
    house.ssoConfig.setUps.set(token, { linkId: newId(), tenantId, connectionId: company.connection.id });
    const sibling = { ...company.connection, id: newId() };
    house.ssoConfig.values.push({ tenantId, connection: sibling });
    for (const foreign of [{ ...company, connection: sibling }, other])
      expect(await house.registry.call('POST', house.path(foreign), {}, token)).toMatchObject({
        status: 404,
      });
    const { testId } = await house.begin({ ...company, connection: sibling });
    const read = async (of: Company, id: string) =>
      await house.registry.call('GET', house.path(of, id), undefined, token);
    expect(await read({ ...company, connection: sibling }, testId)).toMatchObject({ status: 404 });
    expect(await read(company, testId)).toMatchObject({ status: 404 });
    const started = await house.registry.call('POST', house.path(company), {}, token);
    expect(started.status).toBe(201);
    expect((await read(company, String(started.body['testId']))).body).toMatchObject({ status: 'waiting' });
    const states = `/v1/tenants/${tenantId}/connection-states`;
    expect(await house.registry.call('GET', states, undefined, token)).toMatchObject({ status: 403 });
  });

  it("A01 refuses another tenant's connection like one that does not exist", async () => {
    const [acme, hooli] = [await house.addCompany(), await house.addCompany()];
    for (const id of [hooli.connection.id, newId(), 'okta']) {
      const path = house.path({ ...acme, connection: { ...acme.connection, id } });
      expect(await house.registry.call('POST', path, {})).toMatchObject({ status: 404 });
    }
  });

  it.each([{ revision: 0 }, { revision: '1' }, { other: 1 }, []])('refuses the body %j', async (body) => {
    const company = await house.addCompany();
    expect(await house.registry.call('POST', house.path(company), body)).toMatchObject({
      status: 400,
      body: { code: 'request_invalid' },
    });
  });

  it('refuses a revision that never was, values without a secret, and Google without a client', async () => {
    const company = await house.addCompany();
    const refusal = async (of: Company, body = {}) =>
      (await house.registry.call('POST', house.path(of), body)).body['code'];
    expect(await refusal(company, { revision: 7 })).toBe('not_found');
    const draft = await house.addCompany({ sealedClientSecret: null });
    expect(await refusal(draft)).toBe('connection_not_ready');
    const google = await house.addCompany({
      provider: 'google',
      issuer: null as never,
      clientId: null as never,
    });
    expect(await refusal(google)).toBe('google_not_configured');
  });

  it('refuses the 31st within ten minutes, and no other tenant for it', async () => {
    const [acme, hooli] = [await house.addCompany(), await house.addCompany()];
    for (let tries = 0; tries < 30; tries += 1) await house.begin(acme);
    const refused = await house.registry.call('POST', house.path(acme), {});
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500);
    await house.begin(hooli);
  });

  it('E08 refuses people of the platform whose break-glass is not open for this tenant', async () => {
    const [acme, hooli] = [await house.addCompany(), await house.addCompany()];
    const bearer: Principal = {
      kind: 'user',
      subject: newId(),
      applicationId: 'dashboard',
      tenantId: newId(),
      scopes: ['sso:mend'],
      roles: ['operator'],
    };
    const start = async ({ tenant, connection }: Company) =>
      await house.registry.house.app
        .get(StartTest)
        .run({ tenantId: tenant.tenantId, connectionId: connection.id, bearer });
    const open = (tenantId: string, minutes: number): number =>
      house.ssoConfig.breakGlasses.push({
        tenantId,
        userId: bearer.subject,
        openUntil: new Date(Date.now() + minutes * 60_000).toISOString(),
      });
    await expect(start(acme)).rejects.toMatchObject({ code: 'break_glass_closed' });
    open(hooli.tenant.tenantId, 10);
    await expect(start(acme)).rejects.toMatchObject({ code: 'break_glass_closed' });
    await expect(start(hooli)).resolves.toHaveProperty('testUrl');
    open(acme.tenant.tenantId, -1);
    await expect(start(acme)).rejects.toMatchObject({ code: 'break_glass_closed' });
  });

  it('tries the newest values unless a revision is named, whatever the mode', async () => {
    const company = await house.addCompany({ mode: 'enforced' });
    const { tenantId } = company.tenant;
    const pending = { ...company.connection, revision: 2, clientId: 'pending' };
    house.ssoConfig.values.push({ tenantId, connection: pending });
    const clientOf = async (body: object): Promise<[number, string | null]> => {
      const { testId, testUrl } = await house.begin(company, body);
      const departed = await browser().get(pathOf(testUrl));
      const { revision } = await house.read(company, testId);
      return [revision, new URL(departed.headers.get('location') ?? '').searchParams.get('client_id')];
    };
    expect(await clientOf({})).toEqual([2, 'pending']);
    expect(await clientOf({ revision: 1 })).toEqual([1, 'portico']);
  });
});

describe('the address of a test', () => {
  it('is worth nothing with another secret or for another id, and stays good for the right one', async () => {
    const company = await house.addCompany();
    const { testId, testUrl } = await house.begin(company);
    for (const path of [`/tests/${testId}/x`, `/tests/${newId()}/${testUrl.slice(-43)}`, '/tests/x/y'])
      expect(await browser().get(path)).toMatchObject({ status: 400, reason: 'test_link_invalid' });
    expect((await browser().get(pathOf(testUrl))).status).toBe(303);
  });

  it('opens once: of two browsers at the same moment one goes to the provider', async () => {
    const company = await house.addCompany();
    const { testUrl } = await house.begin(company);
    const answers = await Promise.all([1, 2].map(async () => await browser().get(pathOf(testUrl))));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400]);
    expect(answers.find(({ status }) => status === 400)?.reason).toBe('test_link_invalid');
    expect((await browser().get(pathOf(testUrl))).reason).toBe('test_link_invalid');
  });

  it('is not used up by a program that only asks for its headers', async () => {
    const { testUrl } = await house.begin(await house.addCompany());
    expect((await fetch(testUrl, { method: 'HEAD', redirect: 'manual' })).status).toBe(400);
    expect((await browser().get(pathOf(testUrl))).status).toBe(303);
  });

  it('is good for 15 minutes, and nothing is told of a test that nobody opened', async () => {
    const company = await house.addCompany();
    const { testId, testUrl } = await house.begin(company);
    await age(company, 15);
    expect((await browser().get(pathOf(testUrl))).reason).toBe('test_link_invalid');
    expect(await house.read(company, testId)).toMatchObject({ status: 'expired', passed: false });
    await house.registry.house.app.get(EndOverdueTests).run();
    expect(await house.read(company, testId)).toMatchObject({
      status: 'expired',
      endedAt: expect.any(String),
    });
    expect(await house.registry.house.facts(company.tenant.tenantId)).toEqual([]);
  });

  it('leads to the provider as a login does: state, nonce, PKCE and the redirect URI of its logins', async () => {
    const company = await house.addCompany();
    const { departed } = await depart(company);
    const asked = new URL(departed.headers.get('location') ?? '').searchParams;
    expect(Object.fromEntries(asked)).toEqual({
      client_id: 'portico',
      code_challenge: expect.any(String),
      code_challenge_method: 'S256',
      nonce: expect.any(String),
      redirect_uri: `${house.registry.url}/oauth2/idpresponse/${company.connection.id}`,
      response_type: 'code',
      scope: 'openid email profile',
      state: expect.any(String),
    });
    const shared = await depart(await house.addCompany({ callback: 'shared' }));
    expect(shared.back).toMatch(/^\/oauth2\/idpresponse\?/);
    expect((await shared.browser.get(shared.back)).status).toBe(303);
  });
});

describe('the answer to a test', () => {
  it('P02 is refused in any other browser', async () => {
    const company = await house.addCompany();
    const { back, testId } = await depart(company);
    expect(await browser().get(back)).toMatchObject({ reason: 'login_of_another_browser' });
    expect(await house.read(company, testId)).toMatchObject({ status: 'under_way' });
  });

  it("P02 is no login's, and a login's is no test's, whatever its cookie is called", async () => {
    const company = await house.addCompany({ mode: 'enabled' });
    const test = await depart(company);
    const atLogin = await departByLogin(company);
    for (const { browser: visitor, back } of [test, atLogin]) {
      const state = new URLSearchParams(back.split('?')[1]).get('state')?.slice(0, 8) ?? '';
      const [name, cookie] = [...visitor.cookies].find(([key]) => key.endsWith(state))!;
      visitor.cookies.delete(name);
      const otherName = name.includes('_login_') ? `portico_test_${state}` : `portico_login_${state}`;
      visitor.cookies.set(otherName, cookie);
      expect(await visitor.get(back)).toMatchObject({ reason: 'login_of_another_browser' });
    }
    expect(house.idp.requests.token).toHaveLength(0);
  });

  it('P01 is taken once, of twenty that arrive together', async () => {
    const company = await house.addCompany();
    const { browser: visitor, back } = await depart(company);
    const answers = await Promise.all(Array.from({ length: 20 }, async () => await visitor.get(back)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ reason }) => reason === 'login_already_used')).toHaveLength(19);
    expect(house.idp.requests.token).toHaveLength(1);
    expect(await house.registry.house.facts(company.tenant.tenantId)).toHaveLength(1);
  });

  it('is refused after 15 minutes, when the test did not return', async () => {
    const company = await house.addCompany();
    const { browser: visitor, back, testId } = await depart(company);
    await age(company, 15);
    expect(await visitor.get(back)).toMatchObject({ reason: 'login_expired' });
    await Promise.all([1, 2, 3].map(async () => await house.registry.house.app.get(EndOverdueTests).run()));
    expect(await house.read(company, testId)).toMatchObject({
      status: 'did_not_return',
      code: 'did_not_return',
      passed: false,
    });
    expect(await visitor.get(back)).toMatchObject({ reason: 'login_expired' });
    expect(await house.registry.house.facts(company.tenant.tenantId)).toMatchObject([
      { type: SsoConnectionTested.type, data: { testId, passed: false, code: 'did_not_return' } },
    ]);
    const page = await visitor.get(`/tests/${testId}`);
    expect(page.html).toContain('<code>did_not_return</code>');
  });
});

/** A login of the same connection, as far as the provider. */
const departByLogin = async (company: Company) => {
  const { browser: visitor, path } = await house.registry.house.openLogin(undefined, {
    identity_provider: company.connection.id,
    login_hint: house.idp.person['email'] as string,
  });
  const chosen = await visitor.get(`${path}/sso`);
  const left = chosen.headers.get('location')
    ? chosen
    : await visitor.post(`${path}/sso`, {
        email: house.idp.person['email'] as string,
      });
  const url = left.headers.get('refresh')?.split('url=')[1] ?? left.headers.get('location') ?? '';
  const departed = url.startsWith(house.idp.origin) ? url : (await visitor.get(url)).headers.get('location');
  const asked = new URL(departed ?? '');
  const redirectUri = new URL(asked.searchParams.get('redirect_uri') ?? '');
  return { browser: visitor, back: `${redirectUri.pathname}?${house.idp.authorize(asked.href).toString()}` };
};

describe('a test that ends', () => {
  it('passes when it matches an active administrator, and leaves nothing but its row and one event', async () => {
    const company = await house.addCompany({ recheckMinutes: 5 });
    const { result, page, started } = await house.test(company);
    const { tenantId } = company.tenant;
    expect(result).toEqual({
      id: started.testId,
      connectionId: company.connection.id,
      provider: 'keycloak',
      revision: 1,
      status: 'succeeded',
      passed: true,
      code: null,
      upstreamError: null,
      claims: expect.objectContaining({ sub: 'atticus', email_verified: true, iss: house.idp.issuer }),
      match: {
        outcome: 'matched',
        user: {
          id: company.adminId,
          email: house.idp.person['email'],
          name: 'Atticus Finch',
          roles: ['tenant_admin'],
        },
      },
      remedies: [],
      reference: expect.stringMatching(/^[A-Z]+-\d{6}$/),
      startedAt: expect.any(String),
      endedAt: expect.any(String),
    });
    expect(page.status).toBe(200);
    expect(page.html).toContain('It works: you are Atticus Finch');
    expect(page.html).toContain('You can close this window');
    expect(page.html).not.toContain('<script');
    expect(house.registry.house.people.asked).toEqual(['preview']);
    expect(await sessionsOf(house.registry.house, company.tenant)).toEqual([]);
    expect(await onRows(company, 'SELECT FROM login WHERE tenant_id = $1')).toEqual([]);
    expect(await onRows(company, 'SELECT FROM upstream_token WHERE tenant_id = $1')).toEqual([]);
    const { id: testId } = result;
    expect(await house.registry.house.facts(tenantId)).toEqual([
      {
        type: SsoConnectionTested.type,
        data: {
          testId,
          connectionId: company.connection.id,
          provider: 'keycloak',
          revision: 1,
          passed: true,
          askedBy: 'machine',
        },
      },
    ]);
  });

  it('keeps no secret, no token and no sealed value once it is over', async () => {
    const company = await house.addCompany();
    const { started } = await house.test(company);
    const row = JSON.stringify(await onRows(company, 'SELECT * FROM connection_test WHERE tenant_id = $1'));
    const secret = started.testUrl.split('/').at(-1) ?? '';
    for (const kept of [secret, 'eyJ', '"access"', String(company.connection.sealedClientSecret)])
      expect(row).not.toContain(kept);
  });

  it('succeeds without having passed when it matches a member', async () => {
    const company = await house.addCompany();
    house.registry.house.people.people.at(-1)!.user.roles = ['member'];
    const { result, page } = await house.test(company);
    expect(result).toMatchObject({ status: 'succeeded', passed: false, match: { outcome: 'matched' } });
    expect(page.html).toContain('You are no administrator');
  });

  it('shows its claims for a day and keeps what they prove', async () => {
    const company = await house.addCompany();
    const { started, result } = await house.test(company);
    expect(result.claims).toHaveProperty('email');
    await age(company, 24 * 60);
    expect(await house.read(company, started.testId)).toMatchObject({ passed: true, claims: null });
    await house.registry.house.app.get(EndOverdueTests).run();
    expect(
      await onRows(company, 'SELECT claims, evidence, passed FROM connection_test WHERE tenant_id = $1'),
    ).toEqual([
      {
        claims: null,
        passed: true,
        evidence: { emailVerified: 'yes', hostedDomain: false, tid: null, domainOwnerVerified: 'absent' },
      },
    ]);
  });

  it('is shown to the browser that opened it and to no other', async () => {
    const company = await house.addCompany();
    const { started, browser: visitor } = await house.test(company);
    expect((await visitor.get(`/tests/${started.testId}`)).status).toBe(200);
    expect(await browser().get(`/tests/${started.testId}`)).toMatchObject({ reason: 'test_link_invalid' });
  });

  it('A01 is found neither by another tenant nor under another connection', async () => {
    const [acme, hooli] = [await house.addCompany(), await house.addCompany()];
    const { testId } = await house.begin(acme);
    for (const path of [
      house.path(hooli, testId),
      house.path({ ...acme, connection: hooli.connection }, testId),
      house.path(acme, newId()),
      house.path(acme, 'x'),
    ])
      expect(await house.registry.call('GET', path)).toMatchObject({ status: 404 });
    const { token } = await house.registry.addMachine(['sso:write']);
    expect(await house.registry.call('GET', house.path(acme, testId), undefined, token)).toMatchObject({
      status: 403,
    });
  });
});
