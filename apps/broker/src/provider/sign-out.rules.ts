import type { KoaContextWithOIDC } from 'oidc-provider';
import { signInAfter } from '../logouts/logout-request.rules.js';

/** The button that signs out at the identity provider too. */
const AT_PROVIDER_TOO = 'provider';

/** Set by oidc-provider at the end of a session, and missing from its types. */
export const isDestroyed = (session: object): boolean => 'destroyed' in session && session.destroyed === true;

/**
 * Whether the application has proved that it means the session of this browser: by an ID token of ours that names it.
 * An old one will do (OpenID Connect RP-Initiated Logout 1.0 §2); its signature was verified by oidc-provider.
 */
export const isOfThisSession = ({ oidc: { client, session, entities } }: KoaContextWithOIDC): boolean => {
  const { payload } = (entities['IdTokenHint'] ?? {}) as { payload?: Record<string, unknown> };
  if (!client || !session?.accountId || !payload) return false;
  return payload['sub'] === session.accountId && payload['sid'] === session.sidFor(client.clientId);
};

/** Where a browser goes on that is signed out; undefined for nowhere else. */
export const targetOf = ({ oidc, querystring }: KoaContextWithOIDC): string | undefined => {
  const { post_logout_redirect_uri: target, state } = oidc.params ?? {};
  if (typeof target !== 'string') return signInAfterOf({ oidc, querystring });
  const url = new URL(target);
  if (typeof state === 'string') url.searchParams.set('state', state);
  return url.href;
};

/** The sign-in that the application wants to follow, at an address of our own. */
export const signInAfterOf = ({
  oidc,
  querystring,
}: Pick<KoaContextWithOIDC, 'oidc' | 'querystring'>): string | undefined => {
  const path = signInAfter(new URLSearchParams(querystring));
  return oidc.client && path !== undefined ? `${oidc.provider.issuer}${path}` : undefined;
};

/** Where the browser signs out at its identity provider, and what comes back from there; undefined where not chosen. */
export const chosenProvider = ({
  oidc: { params, session },
}: KoaContextWithOIDC): { url: string; state: string } | undefined => {
  const { atProvider } = (session?.state ?? {}) as { atProvider?: { url: string; state: string } };
  return params?.['logout'] === AT_PROVIDER_TOO ? atProvider : undefined;
};
