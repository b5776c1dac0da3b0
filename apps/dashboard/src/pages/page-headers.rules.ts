/** Nothing from elsewhere, never in a frame, no script and no style that the server did not name. */
const policyOf = (directives: readonly string[]): string =>
  [
    "default-src 'none'",
    ...directives,
    "img-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');

/** What every answer carries; an asset may replace `Cache-Control`. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policyOf(["style-src 'self'"]),
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
};

/**
 * The policy of the one page that runs scripts: those that carry this answer's nonce, and what they load themselves.
 * Mantine adds style sheets while it runs, which carry it too.
 */
export const webPolicy = (nonce: string): string =>
  policyOf([`script-src 'nonce-${nonce}'`, `style-src 'self' 'nonce-${nonce}'`, "connect-src 'self'"]);

/** Whether a request was made to the dashboard's own address; anything else is a stale name or an attack. */
export const isOwnHost = (host: string | undefined, dashboardUrl: string): boolean =>
  host?.toLowerCase() === new URL(dashboardUrl).host;
