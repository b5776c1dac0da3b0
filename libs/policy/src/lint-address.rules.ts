import { azureIssuerOf } from './lint-azure.rules.js';
import {
  checkTrailingPath,
  keycloakIssuerOf,
  oktaIssuerOf,
  oneLoginIssuerOf,
} from './lint-providers.rules.js';
import {
  addressOf,
  isLoopback,
  type LintInput,
  type LintRule,
  MISTAKE,
  type Mistake,
  pathOf,
  unwrapped,
} from './lint-rule.rules.js';

const field = 'discoveryUrl';

const onAddress =
  (mistakeIn: (url: URL, input: LintInput) => Mistake | undefined) =>
  (input: LintInput): Mistake | undefined => {
    const url = addressOf(input);
    return url ? mistakeIn(url, input) : undefined;
  };

const textOf = ({ discoveryUrl }: LintInput): string => unwrapped(discoveryUrl ?? '');

const PLACEHOLDER = /[{}<>]|%7[bd]|%3[ce]/i;
const TENANT = /(?:\{|%7b|<|%3c)\s*tenant/i;

const checkTenant = (input: LintInput): Mistake | undefined =>
  TENANT.test(textOf(input)) ? MISTAKE : undefined;

const checkPlaceholder = (input: LintInput): Mistake | undefined =>
  PLACEHOLDER.test(textOf(input)) ? MISTAKE : undefined;

/** A realm may be called what it likes. */
const SAML = /\/saml2?(?:\/|$)|\/sso\/saml|saml[-_]?metadata|\/federationmetadata\//i;

const checkSaml = onAddress(({ pathname }, input) => {
  if (!SAML.test(pathname.replace(/\/realms\/[^/]+/, '/realms'))) return undefined;
  const corrected = [azureIssuerOf, oktaIssuerOf, oneLoginIssuerOf, keycloakIssuerOf]
    .map((issuerOf) => issuerOf(input))
    .find((issuer) => issuer !== undefined);
  return corrected === undefined ? MISTAKE : { corrected };
});

const ENDPOINT =
  /(?:\/(?:oauth2?|connect|oidc|as))?(?:\/v\d)?\/(?:authorize|authorization|token|userinfo|jwks|jwks\.json|certs|keys)$/;

const checkEndpoint = onAddress((url) => {
  const path = pathOf(url);
  return ENDPOINT.test(path) ? { corrected: url.origin + path.replace(ENDPOINT, '') } : undefined;
});

const WELL_KNOWN = '/.well-known/openid-configuration';

/** The document's own address is as good as the issuer; anything else behind `/.well-known` is another document. */
const checkWellKnown = onAddress((url) => {
  const at = url.pathname.indexOf('/.well-known');
  if (at === -1 || url.pathname.slice(at) === WELL_KNOWN) return undefined;
  return { corrected: url.origin + url.pathname.slice(0, at) };
});

const checkQuery = onAddress((url, input) =>
  /[?#]/.test(textOf(input)) ? { corrected: url.origin + url.pathname } : undefined,
);

/** On this machine the broker's wall decides: it admits the origins that the operator named, and nothing else. */
const checkHttp = onAddress((url) => {
  if (url.protocol !== 'http:' || isLoopback(url)) return undefined;
  return url.port === '' ? { corrected: url.href.replace(/^http:/, 'https:') } : MISTAKE;
});

const HOST_AND_PATH = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::443)?(?:\/.*)?$/i;

const checkScheme = (input: LintInput): Mistake | undefined => {
  const corrected = `https://${textOf(input)}`;
  return HOST_AND_PATH.test(textOf(input)) && URL.canParse(corrected) ? { corrected } : undefined;
};

const bare = (url: URL): string => url.origin + pathOf(url);

const checkIssuer = onAddress((url, { issuer }) =>
  issuer === undefined || !URL.canParse(issuer) || bare(new URL(issuer)) === bare(url)
    ? undefined
    : { corrected: issuer },
);

/** Addresses of any provider; the rules of the named ones come between the first and the last of these. */
export const PLACEHOLDER_RULES: readonly LintRule[] = [
  {
    rule: 'tenant_placeholder',
    field,
    message:
      'Put the ID of your directory in place of {tenant}: "Directory (tenant) ID" in the overview of your app registration.',
    check: checkTenant,
    example: { provider: 'azure', discoveryUrl: 'https://login.microsoftonline.com/{tenant}/v2.0' },
  },
  {
    rule: 'placeholder',
    field,
    message:
      'There is a placeholder left in this address. Put your own name in its place, without the brackets.',
    check: checkPlaceholder,
    example: { provider: 'okta', discoveryUrl: 'https://{yourOktaDomain}/oauth2/default' },
  },
  {
    rule: 'saml_address',
    field,
    message:
      'This is a SAML address. Portico signs in by OpenID Connect: make an OpenID Connect application instead.',
    check: checkSaml,
    example: { provider: 'okta', discoveryUrl: 'https://acme.okta.com/app/exk1/sso/saml/metadata' },
  },
];

export const ADDRESS_RULES: readonly LintRule[] = [
  {
    rule: 'endpoint_address',
    field,
    message: 'This is the address of one endpoint. Enter the issuer, which comes before it.',
    check: checkEndpoint,
    example: { provider: 'oidc', discoveryUrl: 'https://id.example.com/connect/authorize' },
  },
  {
    rule: 'well_known_variant',
    field,
    message: `Behind /.well-known only openid-configuration is of use. Enter the issuer, or the address that ends in ${WELL_KNOWN}.`,
    check: checkWellKnown,
    example: {
      provider: 'oidc',
      discoveryUrl: 'https://id.example.com/.well-known/oauth-authorization-server',
    },
  },
  {
    rule: 'trailing_path',
    field,
    message: 'There is something behind the issuer in this address. Enter it without that.',
    check: checkTrailingPath,
    example: { provider: 'okta', discoveryUrl: 'https://acme.okta.com/oauth2/v1' },
  },
  {
    rule: 'address_query',
    field,
    message:
      'An issuer has no part that begins with a question mark or a number sign. Enter the address without it.',
    check: checkQuery,
    example: {
      provider: 'okta',
      discoveryUrl: 'https://acme.okta.com/.well-known/openid-configuration?client_id=0oa1',
    },
  },
  {
    rule: 'http_address',
    field,
    message: 'The address has to begin with https://.',
    check: checkHttp,
    example: { provider: 'oidc', discoveryUrl: 'http://id.example.com/realms/acme' },
  },
  {
    rule: 'scheme_missing',
    field,
    message: 'The address has to begin with https://.',
    check: checkScheme,
    example: { provider: 'okta', discoveryUrl: 'acme.okta.com' },
  },
  {
    rule: 'issuer_differs',
    field,
    message:
      'The provider calls itself by another name than this address. Enter the name that it gives itself.',
    check: checkIssuer,
    example: {
      provider: 'oidc',
      discoveryUrl: 'https://login.example.com',
      issuer: 'https://id.example.com',
    },
  },
];
