import type { CookieKeys } from '@portico/secrets';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { CookieSignatures } from './cookie-signatures.js';

/**
 * Names and flags of the provider's cookies. On https the session's is `__Host-` and the path-bound ones are
 * `__Secure-` (RFC 6265bis §4.1.3); on http://localhost, where cookies ignore ports, names of our own must do.
 */
export const cookieSettings = (issuer: string, keys: CookieKeys): Configuration['cookies'] => {
  const secure = issuer.startsWith('https:');
  const flags = flagsOf(issuer);
  return {
    keys: new CookieSignatures(keys),
    names: {
      session: `${secure ? '__Host-' : ''}portico_session`,
      interaction: `${secure ? '__Secure-' : ''}portico_interaction`,
      resume: `${secure ? '__Secure-' : ''}portico_resume`,
    },
    long: { ...flags, path: '/' },
    short: flags,
  };
};

/** Takes the cookie of the session away from the browser. */
export const clearSessionCookie = (ctx: KoaContextWithOIDC, issuer: string): void => {
  ctx.oidc.cookies.set(ctx.oidc.provider.cookieName('session'), null, { ...flagsOf(issuer), path: '/' });
};

const flagsOf = (issuer: string) => ({
  httpOnly: true,
  sameSite: 'lax' as const,
  signed: true,
  overwrite: true,
  secure: issuer.startsWith('https:'),
});
