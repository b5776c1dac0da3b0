import type { ConnectionSettings } from '@portico/contracts';
import type { UpstreamSession } from '../logins/login.entity.js';
import type { Claims } from './id-token.rules.js';

const MOST_SID = 255;

/**
 * What an ID token says of the session at the identity provider: the `sid` of OpenID Connect Back-Channel Logout 1.0
 * §2.1, and `session_expiry` where the connection honours it.
 */
export const readUpstreamSession = (
  { sub, sid, session_expiry: expiry }: Claims,
  { issuer, honoursSessionExpiry }: Pick<ConnectionSettings, 'honoursSessionExpiry'> & { issuer: string },
): UpstreamSession => ({
  issuer,
  subject: String(sub),
  ...(typeof sid === 'string' && sid.length > 0 && sid.length <= MOST_SID && { sid }),
  ...(honoursSessionExpiry && isMoment(expiry) && { expiresAt: expiry }),
});

/** Seconds since 1970 that a database's clock knows. */
const isMoment = (value: unknown): value is number =>
  typeof value === 'number' && value > 0 && value < 253_402_300_800;
