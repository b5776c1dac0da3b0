import { type Client, errors } from 'oidc-provider';
import type { IssuedToken } from './introspect-token.js';

/**
 * Whether an application may revoke a token (RFC 7009 §2.1): its own. Whoever can prove who they are is told why not;
 * whoever cannot learns nothing about the tokens of others.
 */
export const mayRevoke = (client: Client, token: IssuedToken): boolean => {
  if (token.clientId === client.clientId) return true;
  if (client.clientAuthMethod === 'none') return false;
  throw new errors.InvalidRequest('the token belongs to another application');
};
