/** What oidc-provider answers, before Nest reads bodies. */
const PROVIDER_PATHS =
  /^\/(oauth2\/(authorize|token|userInfo|par|revoke|introspect)|logout|\.well-known)(\/|$)/i;

/** Whether a request is oidc-provider's to answer; the door of logouts/ is not. */
export const isForProvider = ({ path }: { path: string }): boolean =>
  PROVIDER_PATHS.test(path) && path !== '/logout/done';
