import type { Connection, Principal, Problem, Provider, Tenant } from '@portico/contracts';
import {
  type Answer,
  anAdminOf,
  anInspection,
  refusalOf,
  type ServiceUnderTest,
  startServiceUnderTest,
  theImporter,
  thePlatform,
} from '../sso-config-house.fixture.js';

describe('the providers', () => {
  let service: ServiceUnderTest;
  let acme: Tenant;
  let admin: Principal;

  const at = (id = '', tenant = acme): string => `/v1/tenants/${tenant.id}/connections${id && `/${id}`}`;
  const add = async (provider: Provider, as = admin): Promise<Answer<Connection>> =>
    await service.request<Connection>('POST', at(), { as, body: { provider } });
  const patch = async (
    { id, revision, pendingRevision }: Connection,
    body: object,
    as = admin,
  ): Promise<Answer<Connection & Problem>> =>
    await service.request('PATCH', at(id), {
      as,
      body,
      headers: { 'if-match': `"${pendingRevision ?? revision}"` },
    });
  const setMode = async ({ id }: Connection, mode: string): Promise<Answer<Connection>> =>
    await service.request<Connection>('PUT', `${at(id)}/mode`, { as: theImporter(), body: { mode } });

  beforeAll(async () => {
    service = await startServiceUnderTest();
    acme = await service.addTenant('acme');
    admin = anAdminOf(acme.id);
  });
  beforeEach(() => {
    service.inspect = (url) => ({ ok: anInspection(url) });
    service.inspectGoogle = () => ({ ok: anInspection('https://accounts.google.com') });
  });
  afterAll(async () => await service.stop());

  describe('google', () => {
    it.each([
      ['clientId', { clientId: 'portico' }],
      ['clientSecret', { clientSecret: 'a-secret' }],
      ['discoveryUrl', { discoveryUrl: 'https://accounts.google.com' }],
      ['tokenAuth', { tokenAuth: 'post' }],
      ['secretExpiresAt', { secretExpiresAt: null }],
      ['callback', { callback: 'own' }],
      ['emailClaim', { emailClaim: 'nickname' }],
    ])('refuses %s, for the client is the platform’s', async (field, body) => {
      const { body: google } = await add('google');
      const answer = await patch(google, body);
      expect(refusalOf(answer)).toEqual({ status: 400, code: 'request_invalid' });
      expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: `/${field}` })]);
    });

    it.each(['google_not_configured', 'discovery_unreachable'] as const)(
      'is not switched on where the broker answers %s',
      async (code) => {
        const { body: google } = await add('google');
        service.inspectGoogle = () => ({ error: { code } });
        for (const mode of ['enabled', 'enforced'])
          expect(refusalOf(await setMode(google, mode))).toMatchObject({ code });
        expect((await service.request<Connection>('GET', at(google.id), { as: admin })).body.mode).toBe(
          'off',
        );
      },
    );

    it('is switched off without asking anybody', async () => {
      const { body: google } = await add('google');
      await setMode(google, 'enabled');
      service.inspectGoogle = () => ({ error: { code: 'google_not_configured' } });
      expect((await setMode(google, 'off')).body.mode).toBe('off');
    });

    it('is complete from the beginning, with the shared redirect URI', async () => {
      const answer = await add('google');
      expect(answer.headers.get('etag')).toBe('"1"');
      expect(answer.body).toMatchObject({
        revision: 1,
        callback: 'shared',
        redirectUri: 'https://sso.example.com/oauth2/idpresponse',
        issuer: null,
        clientId: null,
        clientSecretSet: false,
      });
      expect((await service.settingsOf(acme)).connections).toContainEqual(
        expect.objectContaining({
          id: answer.body.id,
          provider: 'google',
          revision: 1,
          issuer: null,
          clientId: null,
          sealedClientSecret: null,
          callback: 'shared',
        }),
      );
      expect((await setMode(answer.body, 'enabled')).body).toMatchObject({ mode: 'enabled', revision: 1 });
    });

    it('has values that are its own', async () => {
      const { body: google } = await add('google');
      expect((await patch(google, { scopes: ['openid', 'email'], callback: 'shared' })).body).toMatchObject({
        revision: 2,
        scopes: ['openid', 'email'],
      });
    });
  });

  describe('oidc', () => {
    it.each([
      ['an admin', () => admin],
      ['a machine with sso:seed', () => theImporter()],
    ])('is refused to %s until support has switched it on', async (_, bearer) => {
      expect(refusalOf(await add('oidc', bearer()))).toEqual({ status: 409, code: 'unlisted_provider_off' });
    });

    it('is added once support has switched it on, and kept when it is switched off again', async () => {
      const path = `/v1/tenants/${acme.id}/unlisted-provider`;
      await service.request('PUT', path, { as: theImporter(), body: { allowed: true } });
      const { body: connection } = await add('oidc');
      expect((await add('oidc', theImporter())).status).toBe(201);
      await service.request('PUT', path, { as: theImporter(), body: { allowed: false } });
      const values = { clientId: 'portico', clientSecret: 's', discoveryUrl: 'https://id.example.com' };
      expect((await patch(connection, values)).body).toMatchObject({ revision: 1 });
      expect((await add('oidc')).status).toBe(409);
    });
  });

  describe('the shared callback', () => {
    it.each([
      ['an admin whose application has the scope sso:seed', () => admin],
      ['a machine without sso:seed', () => thePlatform()],
      ['a machine of one tenant', () => theImporter({ tenantId: acme.id })],
    ])('P04 is refused to %s', async (_, bearer) => {
      const { body: draft } = await add('okta');
      expect(refusalOf(await patch(draft, { callback: 'shared' }, bearer()))).toEqual({
        status: 403,
        code: 'scope_insufficient',
      });
    });

    it('is for machines of the platform with sso:seed, and left by anybody', async () => {
      const { body: draft } = await add('okta');
      const { body: shared } = await patch(draft, { callback: 'shared' }, theImporter());
      expect(shared).toMatchObject({
        redirectUri: 'https://sso.example.com/oauth2/idpresponse',
        revision: 1,
      });
      expect((await patch(shared, { callback: 'shared', userinfoMethod: 'POST' })).status).toBe(200);
      const { body: own } = await patch({ ...shared, revision: 2 }, { callback: 'own' });
      expect(own.redirectUri).toBe(`https://sso.example.com/oauth2/idpresponse/${draft.id}`);
    });

    it('P04 does not come back by restoring an older revision', async () => {
      const { body: draft } = await add('okta');
      const { body: shared } = await patch(draft, { callback: 'shared' }, theImporter());
      await patch(shared, { callback: 'own' });
      const path = `${at(draft.id)}/revisions/1/restore`;
      expect(refusalOf(await service.request('POST', path, { as: admin }))).toEqual({
        status: 403,
        code: 'scope_insufficient',
      });
      expect((await service.request('POST', path, { as: theImporter() })).status).toBe(200);
    });
  });

  describe('values with a known mistake', () => {
    it('are refused before the broker is asked, with the field and what was probably meant', async () => {
      const { body: draft } = await add('azure');
      let asked = 0;
      service.inspect = (url) => ({ ok: anInspection(`${url}?${asked++}`) });
      const answer = await patch(draft, {
        discoveryUrl: 'https://sts.windows.net/0b1f0c9e-5a53-4d53-9c3c-0f7f6c1f2a11/',
        clientId: '"portico"',
        clientSecret: '6f9619ff-8b86-d011-b42d-00cf4fc964ff',
      });
      expect(refusalOf(answer)).toEqual({ status: 422, code: 'connection_values_invalid' });
      expect(answer.body.errors).toEqual([
        { pointer: '/clientId', message: expect.any(String), corrected: 'portico' },
        { pointer: '/clientSecret', message: expect.any(String) },
        {
          pointer: '/discoveryUrl',
          message: expect.any(String),
          corrected: 'https://login.microsoftonline.com/0b1f0c9e-5a53-4d53-9c3c-0f7f6c1f2a11/v2.0',
        },
      ]);
      expect(asked).toBe(0);
      expect(JSON.stringify([answer.text, service.logged])).not.toContain('6f9619ff');
    });

    it('are refused where the issuer turns out to be another', async () => {
      const { body: draft } = await add('okta');
      service.inspect = () => ({ ok: anInspection('https://id.example.com') });
      const answer = await patch(draft, { discoveryUrl: 'https://login.example.com' });
      expect(answer.body).toMatchObject({
        code: 'connection_values_invalid',
        errors: [{ pointer: '/discoveryUrl', corrected: 'https://id.example.com' }],
      });
    });

    it('explain why the broker found nothing', async () => {
      const { body: draft } = await add('keycloak');
      service.inspect = () => ({ error: { code: 'discovery_not_openid' } });
      const answer = await patch(draft, { discoveryUrl: 'https://id.example.com/auth/realms/acme' });
      expect(answer.body).toMatchObject({
        code: 'discovery_not_openid',
        errors: [{ pointer: '/discoveryUrl', corrected: 'https://id.example.com/realms/acme' }],
      });
    });
  });

  it('keep the e-mail claim that an admin chose', async () => {
    const { body: draft } = await add('azure');
    expect(draft.emailClaim).toBe('email');
    const values = {
      clientId: 'portico',
      clientSecret: 'a~secret',
      discoveryUrl: 'https://login.microsoftonline.com/0b1f0c9e-5a53-4d53-9c3c-0f7f6c1f2a11/v2.0',
      emailClaim: 'preferred_username',
    };
    expect((await patch(draft, values)).body.emailClaim).toBe('preferred_username');
    expect((await service.settingsOf(acme)).connections).toContainEqual(
      expect.objectContaining({ id: draft.id, emailClaim: 'preferred_username', callback: 'own' }),
    );
  });
});
