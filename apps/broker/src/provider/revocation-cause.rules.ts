import type { KoaContextWithOIDC } from 'oidc-provider';

/** Why a grant is revoked while its session goes on, as the fact says it. */
export interface RevocationCause {
  sessionId: string;
  applicationId: string;
  reason: 'refresh_token_reused' | 'revoked';
}

/**
 * The cause in a request of an application: it revokes a token itself, or it has shown a refresh token that was used
 * before, which is the only reason why a refresh revokes anything (RFC 9700 §4.14.2).
 */
export const revocationCauseOf = (ctx: KoaContextWithOIDC | undefined): RevocationCause | undefined => {
  const { route, entities } = ctx?.oidc ?? {};
  const token = entities?.RefreshToken ?? (route === 'revocation' ? entities?.AccessToken : undefined);
  const { sessionUid: sessionId, clientId: applicationId } = token ?? {};
  if (sessionId === undefined || applicationId === undefined) return undefined;
  if (route === 'revocation') return { sessionId, applicationId, reason: 'revoked' };
  return route === 'token' ? { sessionId, applicationId, reason: 'refresh_token_reused' } : undefined;
};
