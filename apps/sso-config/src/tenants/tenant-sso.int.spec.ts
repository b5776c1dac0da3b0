import { DEFAULT_SECOND_FACTOR, type Matching, type Principal, type Tenant } from '@portico/contracts';
import {
  anAdminOf,
  refusalOf,
  type ServiceUnderTest,
  startServiceUnderTest,
  theImporter,
  thePlatform,
} from '../sso-config-house.fixture.js';
import { TenantSsoController } from './tenant-sso.controller.js';

describe(TenantSsoController.name, () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let globex: Tenant;

  const put = async (
    what: string,
    body: object,
    as: Principal,
    { id } = acme,
  ): Promise<{ status: number; body: Tenant }> =>
    await service.request<Tenant>('PUT', `/v1/tenants/${id}/${what}`, { as, body });

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await service.addTenant('acme');
    globex = await service.addTenant('globex');
  });
  afterAll(async () => await service.stop());

  it.each([
    ['matching', { policy: 'match_or_create', mailboxProof: true }],
    ['session-lifetimes', { absoluteSeconds: 600, idleSeconds: null }],
    ['unlisted-provider', { allowed: true }],
    ['second-factor', { password: 'required', sso: 'proved' }],
  ])('A01 answers %s of another tenant with 404', async (what, body) => {
    const machine = theImporter({ tenantId: globex.id });
    for (const as of [anAdminOf(globex.id), machine])
      expect(await put(what, body, as)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it.each([
    ['matching', { policy: 'match_only', mailboxProof: true }, () => thePlatform({ scopes: ['sso:read'] })],
    [
      'session-lifetimes',
      { absoluteSeconds: 600, idleSeconds: null },
      () => thePlatform({ scopes: ['sso:read'] }),
    ],
    ['second-factor', { password: 'optional', sso: 'trusted' }, () => thePlatform({ scopes: ['sso:read'] })],
    ['unlisted-provider', { allowed: true }, () => thePlatform()],
    [
      'unlisted-provider',
      { allowed: true },
      () => anAdminOf(acme.id, { scopes: ['sso:write', 'sso:support'] }),
    ],
  ])('A11 refuses %s %j to a bearer without its scope', async (what, body, bearer) => {
    expect(await put(what, body, bearer())).toMatchObject({
      status: 403,
      body: { code: 'scope_insufficient' },
    });
  });

  it.each([
    ['matching', { policy: 'match_anybody', mailboxProof: false }],
    ['matching', { policy: 'match_only' }],
    ['matching', { policy: 'match_only', mailboxProof: 'yes' }],
    ['matching', { policy: 'match_only', mailboxProof: false, domains: ['acme.example'] }],
    ['session-lifetimes', { absoluteSeconds: 600 }],
    ['session-lifetimes', { absoluteSeconds: 299, idleSeconds: null }],
    ['session-lifetimes', { absoluteSeconds: 600, idleSeconds: 0 }],
    ['session-lifetimes', { absoluteSeconds: 7_776_001, idleSeconds: null }],
    ['second-factor', { password: 'required' }],
    ['second-factor', { password: 'off', sso: 'trusted' }],
    ['second-factor', { password: 'required', sso: 'trusted', acr: 'x' }],
    ['unlisted-provider', {}],
    ['unlisted-provider', { allowed: 'yes' }],
  ])('refuses %s %j', async (what, body) => {
    const answer = await service.request('PUT', `/v1/tenants/${acme.id}/${what}`, {
      as: theImporter(),
      body,
    });
    expect(refusalOf(answer)).toEqual({ status: 400, code: 'request_invalid' });
  });

  it('begins with match_only, without mailbox proof and without the unlisted provider', async () => {
    expect(await service.addTenant('fresh')).toMatchObject({
      matching: { policy: 'match_only', mailboxProof: false },
      secondFactor: DEFAULT_SECOND_FACTOR,
      unlistedProvider: false,
    });
  });

  it('chooses where a second factor is demanded once, for the broker too', async () => {
    const secondFactor = { password: 'required', sso: 'proved' } as const;
    const { body } = await put('second-factor', secondFactor, anAdminOf(acme.id));
    expect(body.secondFactor).toEqual(secondFactor);
    expect(await service.settingsOf(acme)).toMatchObject({ secondFactor, version: body.settingsVersion });
    expect((await service.changesOf(acme)).at(-1)).toEqual(['second_factor']);
    const again = await put('second-factor', secondFactor, anAdminOf(acme.id));
    expect(again.body.settingsVersion).toBe(body.settingsVersion);
  });

  it.each<Matching>([
    { policy: 'match_or_create', mailboxProof: true },
    { policy: 'pre_linked_only', mailboxProof: false },
  ])('chooses %j once, for the broker too', async (matching) => {
    const { body } = await put('matching', matching, anAdminOf(acme.id));
    expect(body.matching).toEqual(matching);
    expect(await service.settingsOf(acme)).toMatchObject({ matching, version: body.settingsVersion });
    expect((await service.changesOf(acme)).at(-1)).toEqual(['matching']);
    const again = await put('matching', matching, anAdminOf(acme.id));
    expect(again.body.settingsVersion).toBe(body.settingsVersion);
  });

  it('sets how long sessions live once, for the broker and the settings page too', async () => {
    const sessions = { absoluteSeconds: 86_400, idleSeconds: 3600 };
    const { body } = await put('session-lifetimes', sessions, anAdminOf(acme.id));
    expect(body.sessions).toEqual(sessions);
    expect(await service.settingsOf(acme)).toMatchObject({ sessions, version: body.settingsVersion });
    expect((await service.changesOf(acme)).at(-1)).toEqual(['sessions']);
    const again = await put('session-lifetimes', sessions, anAdminOf(acme.id));
    expect(again.body.settingsVersion).toBe(body.settingsVersion);
  });

  it('switches the unlisted provider by support, once, and tells by whom', async () => {
    const support = anAdminOf(globex.id, { roles: ['support'], scopes: ['sso:support'], subject: 'sue' });
    const { body } = await put('unlisted-provider', { allowed: true }, support);
    expect(body).toMatchObject({ unlistedProvider: true });
    expect((await put('unlisted-provider', { allowed: true }, support)).body.settingsVersion).toBe(
      body.settingsVersion,
    );
    const told = (await service.auditOf(acme)).filter(({ by }) => by === 'user:sue');
    expect(told).toEqual([
      expect.objectContaining({
        byPlatform: true,
        action: 'settings.changed',
        detail: { unlistedProvider: true },
      }),
    ]);
    expect((await put('unlisted-provider', { allowed: false }, support)).body.unlistedProvider).toBe(false);
  });

  it('tells in the audit what was chosen, and nothing where it is as before', async () => {
    const admin = anAdminOf(globex.id);
    const at = (what: string): string => `/v1/tenants/${globex.id}/${what}`;
    for (const again of [false, true]) {
      await service.request('PUT', at('matching'), {
        as: admin,
        body: { policy: 'match_only', mailboxProof: true },
      });
      await service.request('PUT', at('session-lifetimes'), {
        as: admin,
        body: { absoluteSeconds: 3600, idleSeconds: null },
      });
      await service.request('PUT', at('second-factor'), {
        as: admin,
        body: { password: 'required', sso: 'trusted' },
      });
      const name = 'Globex again';
      await service.request('PATCH', `/v1/tenants/${globex.id}`, { as: thePlatform(), body: { name } });
      const told = (await service.auditOf(globex)).map(({ by, detail }) => ({ by, ...detail }));
      const by = `user:${admin.subject}`;
      expect({ again, told }).toEqual({
        again,
        told: [
          { by: 'machine:importer', name },
          { by, secondFactorPassword: 'required', secondFactorSso: 'trusted' },
          { by, absoluteSeconds: 3600, idleSeconds: null },
          { by, policy: 'match_only', mailboxProof: true },
        ],
      });
    }
  });
});
