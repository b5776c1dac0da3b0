import { inspect } from 'node:util';
import {
  type CheckConnection,
  type Code,
  CODES,
  type Connection,
  type ConnectionCheck,
  type Principal,
  type Problem,
  type Provider,
  type Tenant,
} from '@portico/contracts';
import { LINT_RULES } from '@portico/policy';
import {
  type Answer,
  anAdminOf,
  anInspection,
  refusalOf,
  type ServiceUnderTest,
  startServiceUnderTest,
  theImporter,
} from '../sso-config-house.fixture.js';
import { ConnectionSetUpController } from './connection-set-up.controller.js';

const CANARY = 'canary-3c1d-tell-nobody';
const issuer = 'https://acme.okta.example.com';
const values = { clientId: 'portico', clientSecret: 'first', discoveryUrl: issuer };

describe(ConnectionSetUpController.name, () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let globex: Tenant;
  let admin: Principal;

  const at = (rest = '', tenant = acme): string => `/v1/tenants/${tenant.id}/connections${rest}`;
  const add = async (provider: Provider = 'okta'): Promise<Connection> =>
    (await service.request<Connection>('POST', at(), { as: admin, body: { provider } })).body;
  /** One of each provider is enough for what stores nothing; a tenant may have fifty. */
  const drafts = new Map<Provider, Promise<Connection>>();
  const any = async (provider: Provider = 'okta'): Promise<Connection> => {
    const known = drafts.get(provider) ?? add(provider);
    drafts.set(provider, known);
    return await known;
  };
  const patch = async ({ id }: Connection, tag: number, body: object): Promise<Answer<Connection>> =>
    await service.request('PATCH', at(`/${id}`), { as: admin, body, headers: { 'if-match': `${tag}` } });
  const draft = async ({ id }: Connection, body: object, as = admin): Promise<Answer<Connection>> =>
    await service.request('PUT', at(`/${id}/draft`), { as, body });
  const check = async (
    { id }: Connection,
    body: CheckConnection,
    as = admin,
  ): Promise<Answer<ConnectionCheck>> => await service.request('POST', at(`/${id}/check`), { as, body });
  const read = async ({ id }: Connection): Promise<Connection> =>
    (await service.request<Connection>('GET', at(`/${id}`), { as: admin })).body;

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await service.addTenant('acme');
    globex = await service.addTenant('globex');
    admin = anAdminOf(acme.id);
    await service.request('PUT', `/v1/tenants/${acme.id}/unlisted-provider`, {
      as: theImporter(),
      body: { allowed: true },
    });
  });
  beforeEach(() => {
    service.inspect = (url) => ({ ok: anInspection(url) });
    service.inspectGoogle = () => ({ ok: anInspection('https://accounts.google.com') });
  });
  afterAll(async () => await service.stop());

  it.each([
    ['PUT', '/draft', { step: 'test' }],
    ['DELETE', '/draft', undefined],
    ['POST', '/check', {}],
  ])("A01 answers %s%s on another tenant's connection with 404", async (method, rest, body) => {
    const { id } = await add();
    const as = anAdminOf(globex.id);
    for (const path of [at(`/${id}${rest}`), at(`/${id}${rest}`, globex)])
      expect(refusalOf(await service.request(method, path, { as, body }))).toEqual({
        status: 404,
        code: 'not_found',
      });
    const member = anAdminOf(acme.id, { roles: ['member'] });
    expect(refusalOf(await service.request(method, at(`/${id}${rest}`), { as: member, body }))).toEqual({
      status: 403,
      code: 'scope_insufficient',
    });
  });

  describe('a draft', () => {
    it.each([
      ['a secret', { step: 'enter_values', clientSecret: 'x' }, '/clientSecret'],
      ['no step', { clientId: 'portico' }, '/step'],
      ['a step that is none', { step: 'party' }, '/step'],
      ['an over-long value', { step: 'test', clientId: 'x'.repeat(513) }, '/clientId'],
      ['another Method', { step: 'test', userinfoMethod: 'PUT' }, '/userinfoMethod'],
    ])('A13 is refused with %s', async (_, body, pointer) => {
      const answer = await draft(await add(), body);
      expect(refusalOf(answer)).toEqual({ status: 400, code: 'request_invalid' });
      expect((answer.body as unknown as Problem).errors?.[0]?.pointer).toBe(pointer);
    });

    it('is refused with a character that cannot be stored', async () => {
      const answer = await draft(await add(), { step: 'test', clientId: 'nul\u0000' });
      expect(refusalOf(answer)).toEqual({ status: 400, code: 'request_invalid' });
    });

    it('is kept as it was typed, mistakes included, until another one replaces it', async () => {
      const connection = await add();
      const typed = {
        step: 'enter_values',
        clientId: ' <script>',
        discoveryUrl: '{yourOktaDomain}',
      } as const;
      expect((await draft(connection, typed)).body).toEqual({ ...connection, draft: typed });
      expect((await draft(connection, { step: 'create_application' })).body.draft).toEqual({
        step: 'create_application',
      });
      expect((await service.request('DELETE', at(`/${connection.id}/draft`), { as: admin })).status).toBe(
        204,
      );
      expect((await read(connection)).draft).toBeNull();
    });

    it('makes no revision, no settings version, no fact and no entry in the log', async () => {
      const connection = await add();
      const before = await service.settingsOf(acme);
      const told = await service.changesOf(acme);
      await draft(connection, { step: 'enter_values', clientId: 'portico' });
      expect(await service.settingsOf(acme)).toEqual(before);
      expect(await service.changesOf(acme)).toEqual(told);
      const log = await service.request<object>(
        'GET',
        `/v1/tenants/${acme.id}/audit?connectionId=${connection.id}`,
        {
          as: admin,
        },
      );
      expect(log.body).toMatchObject({ entries: [{ action: 'connection.added' }] });
    });

    it('goes once complete values are saved, also where they are as before, and stays until then', async () => {
      const connection = await add();
      const typed = { step: 'enter_values', clientId: 'portico' } as const;
      await draft(connection, typed);
      await patch(connection, 0, { clientId: 'portico', discoveryUrl: issuer });
      expect((await read(connection)).draft).toEqual(typed);
      expect((await patch(connection, 1, { clientSecret: 'first' })).body).toMatchObject({
        revision: 2,
        draft: null,
      });
      await draft(connection, typed);
      expect((await patch(connection, 2, { name: 'Staff' })).body.draft).toEqual(typed);
      expect((await patch(connection, 2, { clientId: 'portico' })).body).toMatchObject({
        revision: 2,
        draft: null,
      });
    });
  });

  describe('a check', () => {
    it.each(LINT_RULES.map((rule) => [rule.rule, rule.field, rule] as const))(
      'shows the mistake %s in %s',
      async (rule, field, { message, example }) => {
        const { provider, issuer: found, refusal, ...typed } = example;
        const code: Code = refusal ?? 'internal_error';
        service.inspect = (url) =>
          refusal ? { error: { code } } : { ok: { ...anInspection(url), ...(found && { issuer: found }) } };
        const { status, body } = await check(await any(provider), typed);
        expect(status).toBe(200);
        expect(body.findings).toEqual([
          expect.objectContaining({ rule, pointer: `/${field}`, message }) as object,
        ]);
      },
    );

    it.each<Code>([
      'discovery_url_malformed',
      'discovery_url_insecure',
      'discovery_url_private',
      'discovery_unreachable',
      'discovery_not_openid',
      'discovery_issuer_mismatch',
      'discovery_multi_tenant',
    ])('shows %s at the address in the words of the catalogue', async (code) => {
      service.inspect = () => ({ error: { code } });
      const { status, body } = await check(await any(), { discoveryUrl: issuer });
      expect({ status, body }).toEqual({
        status: 200,
        body: {
          findings: [{ rule: code, pointer: '/discoveryUrl', message: CODES[code].userText }],
          found: null,
        },
      });
    });

    it('corrects an address that only a refusal gives away', async () => {
      service.inspect = () => ({ error: { code: 'discovery_not_openid' } });
      const { body } = await check(await any('keycloak'), {
        discoveryUrl: 'https://id.example.com/auth/realms/acme',
        clientId: '"portico"',
      });
      expect(body.findings).toEqual([
        expect.objectContaining({ rule: 'quotes', corrected: 'portico' }) as object,
        expect.objectContaining({
          rule: 'keycloak_auth_path',
          corrected: 'https://id.example.com/realms/acme',
        }) as object,
      ]);
    });

    it('reaches for no address that is known to be wrong, and for none that was not typed', async () => {
      const asked: string[] = [];
      service.inspect = (url) => {
        asked.push(url);
        return { ok: anInspection(url) };
      };
      const connection = await any();
      await check(connection, { discoveryUrl: 'https://acme-admin.okta.com' });
      await check(connection, { clientId: 'portico', discoveryUrl: ' ' });
      expect(asked).toEqual([]);
    });

    it('shows the issuer and the endpoints that were found', async () => {
      const wellKnown = ` ${issuer}/.well-known/openid-configuration `;
      expect((await check(await any(), { ...values, discoveryUrl: wellKnown })).body).toEqual({
        findings: [],
        found: {
          issuer,
          authorizationEndpoint: `${issuer}/authorize`,
          tokenEndpoint: `${issuer}/token`,
          userinfoEndpoint: null,
          tokenAuthMethods: ['client_secret_basic'],
          changesIssuer: false,
        },
      });
    });

    it('says when the stored secret is for another issuer', async () => {
      const connection = await add();
      await patch(connection, 0, values);
      const changes = async (discoveryUrl: string): Promise<boolean | undefined> =>
        (await check(connection, { discoveryUrl })).body.found?.changesIssuer;
      await expect(changes(issuer)).resolves.toBe(false);
      await expect(changes('https://globex.okta.example.com')).resolves.toBe(true);
    });

    it('shows the client of the platform for Google, or that there is none, and takes no values', async () => {
      const google = await any('google');
      expect((await check(google, {})).body).toMatchObject({
        findings: [],
        found: { issuer: 'https://accounts.google.com', changesIssuer: false },
      });
      expect(refusalOf(await check(google, { clientId: 'mine' }))).toEqual({
        status: 400,
        code: 'request_invalid',
      });
      service.inspectGoogle = () => ({ error: { code: 'google_not_configured' } });
      expect(refusalOf(await check(google, {}))).toEqual({ status: 409, code: 'google_not_configured' });
    });

    it('is refused for a moment while the broker cannot look', async () => {
      service.inspect = () => ({ error: { code: 'try_again' } });
      expect(refusalOf(await check(await any(), { discoveryUrl: issuer }))).toEqual({
        status: 503,
        code: 'try_again',
      });
    });

    it('A05 stores nothing, and lets no secret out', async () => {
      const connection = await any();
      const before = [await read(connection), await service.settingsOf(acme)];
      const answers = [
        await check(connection, { ...values, clientSecret: ` ${CANARY}` }),
        await check(connection, { ...values, clientSecret: CANARY, clientId: CANARY }),
        await check(connection, { ...values, clientSecret: `"${CANARY}"` }),
        await check(connection, { ...values, clientSecret: CANARY }),
        await check(connection, { clientSecret: { [CANARY]: 1 } } as never),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 400]);
      expect(answers.map(({ body }) => body.findings?.length)).toEqual([1, 1, 1, 0, undefined]);
      expect([await read(connection), await service.settingsOf(acme)]).toEqual(before);
      const logged = inspect(service.logged, { depth: 12, maxStringLength: null, maxArrayLength: null });
      for (const place of [...answers.map(({ text }) => text), logged, await service.dump()])
        expect(place).not.toContain(CANARY.slice(0, 8));
    });
  });
});
