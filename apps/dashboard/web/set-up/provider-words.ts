import type { Provider } from '@portico/contracts';

/** What a Discovery URL of the provider looks like. */
export const DISCOVERY_EXAMPLE: Record<Provider, string> = {
  google: 'https://accounts.google.com',
  okta: 'https://acme.okta.com',
  onelogin: 'https://acme.onelogin.com/oidc/2',
  azure: 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0',
  keycloak: 'https://login.acme.example/realms/acme',
  // Of the best known one: its form says what is meant.
  oidc: 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0',
};
