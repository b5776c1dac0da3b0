import { API_AUDIENCE } from '@portico/contracts';
import { type Client, errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { apiScopeOf, secondsOf } from '../applications/client.rules.js';

/** The scopes of OpenID Connect that every application may have; consent is the company's, not each person's. */
export const OPENID_SCOPES = ['openid', 'profile', 'email'];

/** Access tokens for Portico's own APIs (RFC 8707): JWT of five minutes (RFC 9068). Refuses every other resource. */
export const getResourceServerInfo = (
  _ctx: KoaContextWithOIDC,
  resource: string,
  client: Client,
): ResourceServer => {
  if (resource !== API_AUDIENCE) throw new errors.InvalidTarget();
  return {
    scope: apiScopeOf(client),
    audience: API_AUDIENCE,
    accessTokenTTL: secondsOf(client, 'access_token_seconds'),
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'ES256' } },
  };
};
