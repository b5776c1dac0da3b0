/** What oidc-provider answers, before Nest reads bodies. */
const PROVIDER_PATHS =
  /^\/(oauth2\/(authorize|token|userInfo|par|revoke|introspect)|logout|\.well-known)(\/|$)/i;

/** Whether a request is oidc-provider's to answer; the doors of logouts/ are not. */
export const isForProvider = ({ method, path }: { method: string; path: string }): boolean =>
  PROVIDER_PATHS.test(path) && path !== '/logout/done' && !(path === '/logout' && method === 'POST');
