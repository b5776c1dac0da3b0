import { randomBytes } from 'node:crypto';
import { API_AUDIENCE } from '@portico/contracts';
import type { AdapterPayload } from 'oidc-provider';
import type { ApplicationEntity } from '../applications/application.entity.js';
import { CLAIMS } from './claims.rules.js';
import { OPENID_SCOPES } from './resource-servers.rules.js';

/**
 * What every application may have: the scopes, their claims one by one too (OpenID Connect Core §5.5), and
 * `offline_access`, which a refresh may name again because the token was issued with it (RFC 6749 §6).
 */
const GRANTED = {
  scope: [...OPENID_SCOPES, 'offline_access'].join(' '),
  claims: [...CLAIMS.profile, ...CLAIMS.email],
};

/** Within a request; a grant is made anew for the next. */
const GRANT_SECONDS = 3600;

/** Whose grant, and one of its own for each session: what is revoked with it is that session's and no other's. */
export const makeGrantId = (accountId: string, clientId: string): string =>
  `${randomBytes(16).toString('base64url')}.${accountId}.${clientId}`;

/** The account is a UUID, so the first two dots part; a client id may hold more. */
export const readGrantId = (id: string): { accountId: string; clientId: string } | undefined => {
  const [, accountId, clientId] = /^[\w-]{22}\.([0-9a-f-]{36})\.(.+)$/.exec(id) ?? [];
  return accountId && clientId ? { accountId, clientId } : undefined;
};

/** Consent is the company's, not each person's: the grant is what the application is registered for. */
export const toGrant = (
  id: string,
  accountId: string,
  { id: clientId, apiScopes, resources }: Pick<ApplicationEntity, 'id' | 'apiScopes' | 'resources'>,
): AdapterPayload => {
  const now = Math.floor(Date.now() / 1000);
  return {
    kind: 'Grant',
    jti: id,
    iat: now,
    exp: now + GRANT_SECONDS,
    accountId,
    clientId,
    openid: GRANTED,
    resources: Object.fromEntries(
      [{ audience: API_AUDIENCE, scopes: apiScopes }, ...resources]
        .filter(({ scopes }) => scopes.length > 0)
        .map(({ audience, scopes }) => [audience, scopes.join(' ')]),
    ),
  };
};
