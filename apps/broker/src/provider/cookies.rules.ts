import type { CookieKeys } from '@portico/secrets';
import type { Configuration } from 'oidc-provider';
import { CookieSignatures } from './cookie-signatures.js';

/**
 * Names and flags of the provider's cookies. On https the session's is `__Host-` and the path-bound ones are
 * `__Secure-` (RFC 6265bis §4.1.3); on http://localhost, where cookies ignore ports, names of our own must do.
 */
export const cookieSettings = (issuer: string, keys: CookieKeys): Configuration['cookies'] => {
  const secure = issuer.startsWith('https:');
  const flags = { httpOnly: true, sameSite: 'lax' as const, signed: true, overwrite: true, secure };
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
