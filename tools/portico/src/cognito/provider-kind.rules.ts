import type { Provider } from '@portico/contracts';

/** Hosts of the identity providers that Portico knows by name; Keycloak is known by its path. */
const HOSTS: readonly (readonly [RegExp, Provider])[] = [
  [/^accounts\.google\.com$/, 'google'],
  [/\.(okta|oktapreview|okta-emea|okta-gov)\.com$/, 'okta'],
  [/\.onelogin\.com$/, 'onelogin'],
  // The clouds of Microsoft Entra ID: https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
  [/^login\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn|microsoft\.com|windows\.net)$/, 'azure'],
  [/^sts\.windows\.net$/, 'azure'],
];

/** The kind of an identity provider by its issuer; `oidc` where it tells nothing. */
export const kindOf = (issuer: string): Provider => {
  const url = URL.parse(issuer);
  if (!url) return 'oidc';
  const known = HOSTS.find(([host]) => host.test(url.hostname));
  if (known) return known[1];
  return /\/realms\/[^/]+\/?$/.test(url.pathname) ? 'keycloak' : 'oidc';
};
