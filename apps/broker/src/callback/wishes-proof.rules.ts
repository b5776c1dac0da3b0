import { AppError } from '@portico/contracts';
import type { Wishes } from '../interactions/wishes.rules.js';

/** Clocks of identity providers may differ from ours by this much. */
const LEEWAY_SECONDS = 60;

/** What an ID token says about how and when somebody signed in. */
interface Proof {
  /** Seconds since 1970. */
  authTime?: number;
  acr?: string;
}

/** The moments that a proof is held against. */
interface Moments {
  loginStartedAt: Date;
  now: Date;
}

const toSeconds = (date: Date): number => date.getTime() / 1000;

/**
 * Holds what the application wished against what the identity provider proved. Refuses `reauth_unprovable` where
 * `prompt=login` or `max_age` is not borne out by `auth_time` (OpenID Connect Core 1.0 §3.1.2.1), `acr_unmet` where
 * the application called acr essential.
 */
export const checkWishes = (wishes: Wishes, proof: Proof, moments: Moments): void => {
  const { afresh, maxAgeSeconds, essentialAcrs } = wishes;
  const since = [
    ...(afresh ? [toSeconds(moments.loginStartedAt)] : []),
    ...(maxAgeSeconds === undefined ? [] : [toSeconds(moments.now) - maxAgeSeconds]),
  ];
  if (since.length > 0) checkAuthTime(proof.authTime, Math.max(...since), toSeconds(moments.now));
  if (essentialAcrs.length > 0 && !essentialAcrs.includes(proof.acr ?? '')) throw new AppError('acr_unmet');
};

const checkAuthTime = (authTime: number | undefined, since: number, now: number): void => {
  if (authTime === undefined) throw new AppError('reauth_unprovable', { detail: 'no auth_time' });
  // A time to come proves nothing either: it would be recent enough for hours.
  if (authTime < since - LEEWAY_SECONDS || authTime > now + LEEWAY_SECONDS)
    throw new AppError('reauth_unprovable', { detail: 'auth_time' });
};
