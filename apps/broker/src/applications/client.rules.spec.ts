import type { ApplicationEntity } from './application.entity.js';
import { apiScopeOf, tenantIdsOf, toClient } from './client.rules.js';

const anApplication = (kind: ApplicationEntity['kind']): ApplicationEntity => ({
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
});

describe(toClient.name, () => {
  it('O18 lets a machine sign nobody in, and nobody but a machine act for itself', () => {
    expect(toClient(anApplication('machine')).grant_types).toEqual(['client_credentials']);
    expect(toClient(anApplication('machine')).response_types).toEqual([]);
    expect(toClient(anApplication('confidential')).grant_types).toEqual(['authorization_code']);
  });

  it('O18 demands a secret of every application that has one', () => {
    expect(toClient(anApplication('confidential')).token_endpoint_auth_method).toBe('client_secret_basic');
    expect(toClient(anApplication('public'))).not.toHaveProperty('client_secret');
  });

  it('carries tenants and scopes to where tokens are made', () => {
    const client = toClient(anApplication('confidential')) as never;
    expect(tenantIdsOf(client)).toEqual(['acme']);
    expect(apiScopeOf(client)).toBe('tenants:read users:read');
    expect(tenantIdsOf(undefined)).toBeNull();
  });
});
