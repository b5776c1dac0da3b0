import type { ApplicationEntity } from './application.entity.js';
import { admissionOf, apiScopesOf, secondsOf, secretHashesOf, toClient } from './client.rules.js';

const anApplication = (
  kind: ApplicationEntity['kind'],
  changes: Partial<ApplicationEntity> = {},
): ApplicationEntity => ({
  id: 'phone',
  kind,
  name: 'Phone',
  secrets:
    kind === 'public'
      ? []
      : [{ id: 'first', hash: 'hash', createdAt: '2026-11-23T09:00:00Z', expiresAt: null }],
  tokenAuth: kind === 'public' ? null : 'basic',
  jwks: null,
  jwksUri: null,
  backchannelLogoutUri: null,
  initiateLoginUri: null,
  resources: [],
  connectionIds: null,
  idTokenAlg: 'ES256',
  idTokenSeconds: 3600,
  accessTokenSeconds: 300,
  refreshTokenSeconds: 3600,
  redirectUris: ['https://phone.example.com/callback'],
  postLogoutRedirectUris: [],
  apiScopes: ['tenants:read', 'users:read'],
  tenantIds: ['acme'],
  createdAt: new Date(),
  ...changes,
});

describe(toClient.name, () => {
  it('O18 lets a machine sign nobody in, and nobody but a machine act for itself', () => {
    expect(toClient(anApplication('machine')).grant_types).toEqual(['client_credentials']);
    expect(toClient(anApplication('machine')).response_types).toEqual([]);
    expect(toClient(anApplication('confidential')).grant_types).toEqual([
      'authorization_code',
      'refresh_token',
    ]);
  });

  it('gives no refresh tokens to an application that is registered without', () => {
    const application = anApplication('confidential', { refreshTokenSeconds: null });
    expect(toClient(application).grant_types).toEqual(['authorization_code']);
  });

  it('O18 demands a secret of every application that has one', () => {
    expect(toClient(anApplication('confidential')).token_endpoint_auth_method).toBe('client_secret_basic');
    expect(toClient(anApplication('public'))).not.toHaveProperty('client_secret');
  });

  it('carries tenants and scopes to where tokens are made', () => {
    const client = toClient(anApplication('confidential')) as never;
    expect(admissionOf(client)).toEqual({ tenantIds: ['acme'], connectionIds: null, mayMendSso: false });
    expect(apiScopesOf(client)).toEqual(['tenants:read', 'users:read']);
    expect(admissionOf(undefined)).toEqual({ tenantIds: null, connectionIds: null, mayMendSso: false });
  });

  it.each([
    ['basic', 'client_secret_basic'],
    ['post', 'client_secret_post'],
    ['private_key_jwt', 'private_key_jwt'],
  ] as const)('O18 takes %s as registered', (tokenAuth, method) => {
    const application = anApplication('confidential', { tokenAuth, jwks: { keys: [{ kty: 'EC' }] } });
    expect(toClient(application).token_endpoint_auth_method).toBe(method);
  });

  it('O18 takes no secret from an application that has a key', () => {
    const keyed = (changes: Partial<ApplicationEntity>) =>
      toClient(anApplication('confidential', { tokenAuth: 'private_key_jwt', ...changes }));
    const byValue = keyed({ jwks: { keys: [{ kty: 'EC' }] } });
    expect(byValue).not.toHaveProperty('client_secret');
    expect(byValue).toMatchObject({ jwks: { keys: [{ kty: 'EC' }] } });
    const byAddress = keyed({ jwksUri: 'https://phone.example.com/jwks' });
    expect(byAddress).not.toHaveProperty('client_secret');
    expect(byAddress).toMatchObject({ jwks_uri: 'https://phone.example.com/jwks' });
  });

  it('knows every secret that counts now, the newest first', () => {
    const secrets = ['newest', 'older'].map((hash) => ({ id: hash, hash, createdAt: '', expiresAt: null }));
    const client = toClient(anApplication('confidential', { secrets })) as never;
    expect(client).toHaveProperty('client_secret', 'newest');
    expect(secretHashesOf(client)).toEqual(['newest', 'older']);
  });

  it.each([
    ['public', 'http://127.0.0.1:1/callback', 'native'],
    ['public', 'https://phone.example.com/callback', 'native'],
    ['public', 'com.example.phone:/callback', 'native'],
    ['public', 'https://localhost:3000/callback', 'web'],
    ['confidential', 'http://localhost:3000/callback', 'web'],
    ['confidential', 'https://phone.example.com/callback', 'web'],
  ] as const)('reads a %s application at %s as a %s one', (kind, uri, type) => {
    expect(toClient(anApplication(kind, { redirectUris: [uri] })).application_type).toBe(type);
  });

  it('has what it gets live as long as it is registered for', () => {
    const client = toClient(
      anApplication('public', { idTokenSeconds: 600, accessTokenSeconds: 60 }),
    ) as never;
    expect(secondsOf(client, 'id_token_seconds')).toBe(600);
    expect(secondsOf(client, 'access_token_seconds')).toBe(60);
    expect(secondsOf(client, 'refresh_token_seconds')).toBe(3600);
    expect(() => secondsOf({} as never, 'id_token_seconds')).toThrow(TypeError);
  });
});
