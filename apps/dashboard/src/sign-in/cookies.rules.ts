import type { CookieOptions } from 'express';

const PENDING_AT_MOST = 4;

/** How long a sign-in may be under way; the broker's screens expire at the same time. */
export const PENDING_SECONDS = 60 * 60;

const isSecure = (dashboardUrl: string): boolean => dashboardUrl.startsWith('https:');

/**
 * On https a cookie that no other host can set or overwrite (RFC 6265bis §4.1.3.2); on http://localhost, where
 * cookies ignore ports, a name of our own must do.
 */
const named = (dashboardUrl: string, name: string): string =>
  isSecure(dashboardUrl) ? `__Host-${name}` : name;

export const sessionCookieName = (dashboardUrl: string): string => named(dashboardUrl, 'portico_dashboard');

/** Of whoever opened a set-up link; it may live beside a user's. */
export const setUpCookieName = (dashboardUrl: string): string => named(dashboardUrl, 'portico_set_up');

const pendingPrefix = (dashboardUrl: string): string => named(dashboardUrl, 'portico_dashboard_sign_in_');

/** Each sign-in under way has a cookie of its own, so that two tabs can finish both. */
export const pendingCookieName = (dashboardUrl: string, state: string): string =>
  `${pendingPrefix(dashboardUrl)}${state.slice(0, 8)}`;

/** Cookies of abandoned sign-ins, once there are as many as a browser may keep. */
export const listStaleCookies = (dashboardUrl: string, cookies: ReadonlyMap<string, string>): string[] => {
  const pending = [...cookies.keys()].filter((name) => name.startsWith(pendingPrefix(dashboardUrl)));
  return pending.length >= PENDING_AT_MOST ? pending : [];
};

export const cookieOptions = (dashboardUrl: string, lifetimeSeconds: number): CookieOptions => ({
  httpOnly: true,
  secure: isSecure(dashboardUrl),
  sameSite: 'lax',
  path: '/',
  maxAge: lifetimeSeconds * 1000,
});

/** The cookies of a request's header (RFC 6265 §5.4); of two with one name the first counts. */
export const readCookies = (header: string | undefined): ReadonlyMap<string, string> => {
  const pairs = (header ?? '').split(';').map((pair): [string, string] => {
    const [name = '', ...value] = pair.split('=');
    return [name.trim(), value.join('=').trim()];
  });
  return new Map(pairs.reverse());
};

/** The two sessions that a browser may have: a user's, and that of a set-up link. */
export interface SessionCookies {
  user: string | undefined;
  setUp: string | undefined;
}

export const readSessionCookies = (header: string | undefined, dashboardUrl: string): SessionCookies => {
  const cookies = readCookies(header);
  return {
    user: cookies.get(sessionCookieName(dashboardUrl)),
    setUp: cookies.get(setUpCookieName(dashboardUrl)),
  };
};
