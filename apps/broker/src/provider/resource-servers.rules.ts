import { API_AUDIENCE } from '@portico/contracts';
import type { Client, ResourceServer } from 'oidc-provider';
import { apiScopesOf, resourcesOf, secondsOf } from '../applications/client.rules.js';
import type { KnownResourceServer } from '../applications/find-resource-server.js';
import { scopesWithin, type SignedInBy } from './recovery-limits.rules.js';

/** The scopes of OpenID Connect that every application may have; consent is the company's, not each person's. */
export const OPENID_SCOPES = ['openid', 'profile', 'email'];

/** Portico's own APIs (RFC 8707). */
export const toOwnResourceServer = (client: Client, by: SignedInBy = {}): ResourceServer => ({
  scope: scopesWithin(by, apiScopesOf(client)).join(' '),
  audience: API_AUDIENCE,
  accessTokenTTL: secondsOf(client, 'access_token_seconds'),
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: 'ES256' } },
});

/** Somebody's API: the scopes that it knows and that the application is registered for; null where that is not. */
export const toResourceServer = (
  { audience, scopes, tokenAlg }: KnownResourceServer,
  client: Client,
): ResourceServer | null => {
  const granted = resourcesOf(client).find((resource) => resource.audience === audience);
  if (!granted) return null;
  return {
    scope: granted.scopes.filter((scope) => scopes.includes(scope)).join(' '),
    audience,
    accessTokenTTL: secondsOf(client, 'access_token_seconds'),
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: tokenAlg } },
  };
};
