import { AppError } from '@portico/contracts';
import type { Claims } from './id-token.rules.js';

/** What a verified logout token names: a person, a session at the identity provider, or both. */
export interface LogoutToken {
  jti: string;
  sub?: string;
  sid?: string;
  /** In seconds since 1970. From `MOST_SECONDS_OLD` later on the token is refused for its age alone. */
  issuedAt: number;
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const TYPES: readonly unknown[] = [undefined, 'jwt', 'logout+jwt', 'application/logout+jwt'];
const MOST_SECONDS_AHEAD = 60;
const MOST_CHARACTERS = 255;

/** How old a logout token may be when it arrives. */
export const MOST_SECONDS_OLD = 600;

/**
 * What is left to check in a logout token whose signature, issuer, audience and end are right (OpenID Connect
 * Back-Channel Logout 1.0 §2.6). Refuses `logout_token_invalid`.
 */
export const readLogoutToken = (typ: string | undefined, claims: Claims, nowSeconds: number): LogoutToken => {
  const { iat, jti, sub, sid, events } = claims;
  check(TYPES.includes(typ?.toLowerCase()), 'typ');
  check(isRecord(events) && isRecord(events[EVENT]), 'events');
  // So that no ID token passes for one.
  check(!('nonce' in claims), 'nonce');
  check(isName(jti), 'jti');
  check(sub === undefined || isName(sub), 'sub');
  check(sid === undefined || isName(sid), 'sid');
  check(sub !== undefined || sid !== undefined, 'sub and sid');
  check(typeof iat === 'number', 'iat');
  check(iat > nowSeconds - MOST_SECONDS_OLD && iat < nowSeconds + MOST_SECONDS_AHEAD, 'iat');
  return { jti, sub, sid, issuedAt: iat };
};

// A declaration, because TypeScript takes assertions from nothing else.
function check(isRight: boolean, what: string): asserts isRight {
  if (!isRight) throw new AppError('logout_token_invalid', { detail: what });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= MOST_CHARACTERS;
