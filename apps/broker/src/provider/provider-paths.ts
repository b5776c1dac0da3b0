/** What oidc-provider answers, before Nest reads bodies. */
const PROVIDER_PATHS =
  /^\/(oauth2\/(authorize|token|userInfo|par|revoke|introspect)|logout|\.well-known)(\/|$)/i;

const SERVED = [
  '/oauth2/authorize',
  '/oauth2/token',
  '/oauth2/userInfo',
  '/oauth2/par',
  '/oauth2/revoke',
  '/oauth2/introspect',
  '/logout',
  '/.well-known',
] as const;

/** Under what a request to the provider is counted; of any address of a client's own making, `other`. */
export const routeOf = ({ path }: { path: string }): string => {
  if (/^\/oauth2\/authorize\/[^/]+$/i.test(path)) return '/oauth2/authorize/:uid';
  const lower = path.toLowerCase();
  return SERVED.find((served) => lower === served.toLowerCase() || lower.startsWith(`${served}/`)) ?? 'other';
};

/** Whether a request is oidc-provider's to answer; the door of logouts/ is not. */
export const isForProvider = ({ path }: { path: string }): boolean =>
  PROVIDER_PATHS.test(path) && path !== '/logout/done';
