/** No script, nothing from elsewhere, never in a frame. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** What every answer carries; a style sheet may replace `Cache-Control`. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
};

/** Whether a request was made to the dashboard's own address; anything else is a stale name or an attack. */
export const isOwnHost = (host: string | undefined, dashboardUrl: string): boolean =>
  host?.toLowerCase() === new URL(dashboardUrl).host;
