/** Pages that somebody comes back to after signing in; no door that does something. */
const PAGES = /^\/((settings|support|set-up|guides)(\/.*)?)?$/;

/** What a browser reads as it is written: no backslash, no control character, no white space. */
const PLAIN = /^\/[\x21-\x5b\x5d-\x7e]*$/;

const MOST_CHARACTERS = 2048;

/**
 * The page to come back to, or the start page for whatever is none of ours (RFC 9700 §4.11): what is compared is what
 * the browser would open.
 */
export const readReturnPath = (wanted: unknown, dashboardUrl: string): string => {
  if (typeof wanted !== 'string' || wanted.length > MOST_CHARACTERS || !PLAIN.test(wanted)) return '/';
  return toPath(URL.parse(wanted, dashboardUrl), dashboardUrl);
};

/** The same for an absolute address (OpenID Connect Core §4, `target_link_uri`). */
export const readTarget = (wanted: unknown, dashboardUrl: string): string =>
  typeof wanted === 'string' && wanted.length <= MOST_CHARACTERS
    ? toPath(URL.parse(wanted), dashboardUrl)
    : '/';

const toPath = (url: URL | null, dashboardUrl: string): string => {
  if (url?.origin !== dashboardUrl || url.username !== '' || url.password !== '') return '/';
  return PAGES.test(url.pathname) ? url.pathname + url.search : '/';
};
