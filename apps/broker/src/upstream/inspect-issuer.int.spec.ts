import { AppError, type Code } from '@portico/contracts';
import { type HostileIdp, type Reply, startHostileIdp } from '@portico/testing';
import { InspectIssuer } from './inspect-issuer.js';
import type { GoogleClient } from '../settings/platform-google.js';
import { UpstreamSettings } from './upstream-settings.js';
import { Wall } from './wall.client.js';

let idp: HostileIdp;
let wall: Wall;
let inspectIssuer: InspectIssuer;

const inspect = async (discoveryUrl: string): Promise<string> => {
  try {
    return (await inspectIssuer.run({ provider: 'keycloak', discoveryUrl })).issuer;
  } catch (error) {
    return error instanceof AppError ? error.code : `leaked ${String(error)}`;
  }
};
const documentWith = (changes: Record<string, unknown>): void => {
  idp.lies.discovery = ({ body, ...rest }) => ({ ...rest, body: { ...body, ...changes } });
};

beforeAll(async () => {
  idp = await startHostileIdp();
  const settings = new UpstreamSettings([idp.origin], { keys: [] }, { headersMs: 250, totalMs: 500 });
  wall = new Wall(settings);
  inspectIssuer = new InspectIssuer(settings, wall);
});
beforeEach(() => idp.reset());
afterAll(async () => {
  await wall.onApplicationShutdown();
  await idp.close();
});

describe(InspectIssuer.name, () => {
  it.each<[string, Code]>([
    ['S01 https://10.0.0.1/realms/acme', 'discovery_url_private'],
    ['S01 https://169.254.169.254/latest/meta-data/', 'discovery_url_private'],
    ['S02 https://2130706433/', 'discovery_url_private'],
    ['S02 https://localhost./', 'discovery_url_private'],
    ['S07 http://idp.example.com/realms/acme', 'discovery_url_insecure'],
    ['S07 https://idp.example.com:8443/', 'discovery_url_insecure'],
    ['S07 file:///etc/passwd', 'discovery_url_insecure'],
    ['S07 https://scout:secret@idp.example.com/', 'discovery_url_malformed'],
    ['S07 https://idp.example.com/?tenant=acme', 'discovery_url_malformed'],
    ['S07 https://idp.example.com/#acme', 'discovery_url_malformed'],
    ['S07 idp.example.com', 'discovery_url_malformed'],
  ])('refuses %s', async (text, code) => {
    await expect(inspect(text.slice(4))).resolves.toBe(code);
  });

  const ENDPOINTS = [
    ...['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'],
    ...['end_session_endpoint', 'registration_endpoint'],
  ];
  it.each(ENDPOINTS)('S05 refuses a document whose %s is private', async (name) => {
    documentWith({ [name]: 'https://169.254.169.254/' });
    await expect(inspect(idp.issuer)).resolves.toBe('discovery_not_openid');
  });

  it.each(['', '/', '/.well-known/openid-configuration'])(
    'S08 refuses a document about another issuer, asked for with %j at the end',
    async (end) => {
      documentWith({ issuer: 'http://evil.example' });
      await expect(inspect(idp.issuer + end)).resolves.toBe('discovery_issuer_mismatch');
    },
  );

  it('S08 tells the log what was expected', async () => {
    documentWith({ issuer: 'http://evil.example' });
    const refusal = inspectIssuer.run({ provider: 'oidc', discoveryUrl: idp.issuer });
    await expect(refusal).rejects.toMatchObject({ detail: expect.stringContaining(idp.issuer) as string });
  });

  it.each<[string, Partial<Reply>, Code]>([
    [
      'S06 a redirect',
      { status: 302, headers: { location: 'http://169.254.169.254/' } },
      'discovery_not_openid',
    ],
    ['S12 HTML', { body: '<html>', headers: { 'content-type': 'text/html' } }, 'discovery_not_openid'],
    ['S12 null', { body: 'null' }, 'discovery_not_openid'],
    ['S12 an empty object', { body: '{}' }, 'discovery_issuer_mismatch'],
    ['S09 an endless document', { endless: 'fast' }, 'discovery_not_openid'],
    ['S10 silence', { silent: true }, 'discovery_unreachable'],
    ['404', { status: 404 }, 'discovery_not_openid'],
    ['503', { status: 503 }, 'discovery_unreachable'],
  ])('refuses %s', async (_, reply, code) => {
    idp.lies.discovery = (honest) => ({ ...honest, ...reply });
    await expect(inspect(idp.issuer)).resolves.toBe(code);
  });

  it.each<[string, () => void]>([
    ['a page', () => (idp.lies.discovery = (honest) => ({ ...honest, body: '<h1>Admin of 10.0.0.7</h1>' }))],
    ['a name of another issuer', () => documentWith({ issuer: 'Admin of 10.0.0.7' })],
    ['an endpoint', () => documentWith({ token_endpoint: 'Admin of 10.0.0.7' })],
  ])('S13 repeats nothing of %s', async (_, lie) => {
    lie();
    const error: unknown = await inspectIssuer
      .run({ provider: 'oidc', discoveryUrl: idp.issuer })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(String(error) + JSON.stringify(error)).not.toContain('10.0.0.7');
  });

  it.each(['', '/', '/.well-known/openid-configuration', '/.well-known/openid-configuration/'])(
    'S08 strips an address with %j at the end to the issuer',
    async (end) => {
      await expect(inspect(idp.issuer + end)).resolves.toBe(idp.issuer);
    },
  );

  it.each(['', '/', '/.well-known/openid-configuration'])(
    'takes the slash that the provider has in its own name, asked for with %j at the end',
    async (end) => {
      documentWith({ issuer: `${idp.issuer}/` });
      await expect(inspect(idp.issuer + end)).resolves.toBe(`${idp.issuer}/`);
    },
  );

  it('gives the endpoints and how the token endpoint knows its clients', async () => {
    documentWith({ token_endpoint_auth_methods_supported: undefined });
    await expect(inspectIssuer.run({ provider: 'okta', discoveryUrl: idp.issuer })).resolves.toEqual({
      issuer: idp.issuer,
      authorizationEndpoint: `${idp.issuer}/authorize`,
      tokenEndpoint: `${idp.issuer}/token`,
      userinfoEndpoint: `${idp.issuer}/userinfo`,
      tokenAuthMethods: ['client_secret_basic'],
    });
  });

  it('M10 refuses the document that is about every directory at once', async () => {
    documentWith({ issuer: `${idp.origin}/{tenantid}/v2.0` });
    await expect(inspect(idp.issuer)).resolves.toBe('discovery_multi_tenant');
  });

  const inspectGoogle = async (google?: GoogleClient, discoveryUrl?: string): Promise<string> => {
    const settings = new UpstreamSettings([idp.origin], { keys: [] }, { google });
    const asked = new InspectIssuer(settings, wall).run({ provider: 'google', discoveryUrl });
    return await asked.then(
      ({ issuer }) => issuer,
      (error: unknown) => (error as AppError).code,
    );
  };

  it('refuses Google where the deployment has no client there', async () => {
    await expect(inspectGoogle()).resolves.toBe('google_not_configured');
    expect(idp.requests.discovery).toHaveLength(0);
  });

  it.each([undefined, 'https://evil.example'])(
    'gives the platform’s issuer for Google, whatever the Discovery URL (%s)',
    async (discoveryUrl) => {
      const client = { issuer: idp.issuer, clientId: 'portico', clientSecret: 'x' };
      await expect(inspectGoogle(client, discoveryUrl)).resolves.toBe(idp.issuer);
    },
  );

  it('refuses no Discovery URL for any other provider', async () => {
    await expect(inspectIssuer.run({ provider: 'okta' })).rejects.toThrow('discovery_url_malformed');
  });
});
