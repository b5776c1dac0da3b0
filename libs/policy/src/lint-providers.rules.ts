import {
  addressOf,
  type LintInput,
  type LintRule,
  MISTAKE,
  type Mistake,
  onSameServer,
  pathOf,
  unwrapped,
} from './lint-rule.rules.js';

const OKTA_HOST = /^([^.]+?)(-admin)?\.(okta\.com|oktapreview\.com|okta-emea\.com|okta-gov\.com)$/;
/** The org's own authorization server has no path, a custom one this (developer.okta.com, "Authorization servers"). */
const OKTA_SERVER = /^\/oauth2\/(?!v1(?:\/|$))[^/]+/;

/** The issuer to which an address of Okta leads, keeping a custom authorization server. */
export const oktaIssuerOf = (input: LintInput): string | undefined => {
  const url = addressOf(input);
  const [, org, , domain] = (url && OKTA_HOST.exec(url.hostname)) ?? [];
  return url && org && domain
    ? `https://${org}.${domain}${OKTA_SERVER.exec(pathOf(url))?.[0] ?? ''}`
    : undefined;
};

const ofOkta =
  (isMistake: (url: URL) => boolean) =>
  (input: LintInput): Mistake | undefined => {
    const [url, corrected] = [addressOf(input), oktaIssuerOf(input)];
    return url && corrected !== undefined && isMistake(url) ? { corrected } : undefined;
  };

const ONELOGIN_HOST = /^(?:(.+)\.)?onelogin\.com$/;
/** Hosts of OneLogin itself, which tell nothing about the company. */
const ONELOGIN_ITSELF = /^(?:www|app|api(?:\..+)?|developers|support|openid-connect)$/;
const ONELOGIN_PATH = '/oidc/2';

/** The issuer to which an address of OneLogin leads (developers.onelogin.com, "OpenID Connect: provider configuration"). */
export const oneLoginIssuerOf = (input: LintInput): string | undefined => {
  const company = ONELOGIN_HOST.exec(addressOf(input)?.hostname ?? '')?.[1];
  return company !== undefined && !ONELOGIN_ITSELF.test(company)
    ? `https://${company}.onelogin.com${ONELOGIN_PATH}`
    : undefined;
};

const checkOneLogin = (input: LintInput): Mistake | undefined => {
  const url = addressOf(input);
  const name = unwrapped(input.discoveryUrl ?? '');
  if (!url)
    return input.provider === 'onelogin' && /^[a-z0-9][a-z0-9-]*$/i.test(name)
      ? { corrected: `https://${name.toLowerCase()}.onelogin.com${ONELOGIN_PATH}` }
      : undefined;
  if (!ONELOGIN_HOST.test(url.hostname)) return undefined;
  const corrected = oneLoginIssuerOf(input);
  if (corrected === undefined) return MISTAKE;
  return pathOf(url) === ONELOGIN_PATH ? undefined : { corrected };
};

/** Keycloak is run by its owners on any host, so its paths tell it (www.keycloak.org, "Securing applications"). */
const REALM_PART =
  /^(.*\/realms\/[^/]+)\/(?:account|protocol|login-actions|broker|clients-registrations)(?:\/|$)/;
const CONSOLE = /^(.*)\/admin\/([^/]+)\/console\/?$/;

const REALM = /^(?:\/[^/]+)*?\/realms\/[^/]+/;

/** What stands behind an issuer whose form is known: at Okta by its hosts, at Keycloak by the kind of the connection. */
export const checkTrailingPath = (input: LintInput): Mistake | undefined => {
  const url = addressOf(input);
  const realm = url && input.provider === 'keycloak' ? REALM.exec(pathOf(url))?.[0] : undefined;
  const issuer = url && realm !== undefined ? url.origin + realm : oktaIssuerOf(input);
  return url && issuer !== undefined && new URL(issuer).pathname.replace(/\/$/, '') !== pathOf(url)
    ? { corrected: issuer }
    : undefined;
};

/** The issuer of the realm to which an address below it, or in the admin console, belongs. */
export const keycloakIssuerOf = (input: LintInput): string | undefined => {
  const url = addressOf(input);
  const realm = url && REALM_PART.exec(url.pathname)?.[1];
  if (realm) return onSameServer(url, realm);
  const [, prefix, first] = (url && CONSOLE.exec(url.pathname)) ?? [];
  const shown = url && /^#\/([^/?]+)/.exec(url.hash)?.[1];
  return url && first ? onSameServer(url, `${prefix ?? ''}/realms/${shown ?? first}`) : undefined;
};

/**
 * Version 17 took `/auth` out of its addresses, and servers that moved up may have kept it: which one is right shows
 * only when nothing is found at the other.
 */
const checkKeycloakAuth = (input: LintInput): Mistake | undefined => {
  const url = addressOf(input);
  if (!url || input.provider !== 'keycloak' || input.refusal !== 'discovery_not_openid') return undefined;
  const [, realm] = /^(?:\/auth)?(\/realms\/[^/]+)$/.exec(pathOf(url)) ?? [];
  if (!realm) return undefined;
  const path = url.pathname.startsWith('/auth/') ? realm : `/auth${realm}`;
  return { corrected: `${url.origin}${path}` };
};

const checkKeycloakRealm = (input: LintInput): Mistake | undefined => {
  const url = addressOf(input);
  return url &&
    input.provider === 'keycloak' &&
    input.refusal === 'discovery_not_openid' &&
    /^(?:\/auth)?(?:\/realms)?$/.test(pathOf(url))
    ? MISTAKE
    : undefined;
};

const field = 'discoveryUrl';

/**
 * Okta and OneLogin, known by their hosts, and Keycloak, known by its paths. A simulator under another host, or an
 * address on this machine, is met by none of the first two.
 */
export const PROVIDER_RULES: readonly LintRule[] = [
  {
    rule: 'okta_admin_host',
    field,
    message: "This is the address of Okta's admin console. The issuer has no -admin in its name.",
    check: ofOkta(({ hostname }) => hostname.split('.')[0]?.endsWith('-admin') ?? false),
    example: { provider: 'okta', discoveryUrl: 'https://acme-admin.okta.com' },
  },
  {
    rule: 'okta_app_address',
    field,
    message:
      'This is the address of a page in Okta. The issuer is the address of your Okta organisation alone.',
    check: ofOkta((url) => /^\/(?:app|home|admin|enduser|user|login|signin)(?:\/|$)/.test(url.pathname)),
    example: { provider: 'okta', discoveryUrl: 'https://acme.okta.com/app/acme_portico_1/exk1/login' },
  },
  {
    rule: 'onelogin_address',
    field,
    message: 'The address at OneLogin is that of your own subdomain and ends in /oidc/2.',
    check: checkOneLogin,
    example: { provider: 'onelogin', discoveryUrl: 'https://acme.onelogin.com/oidc' },
  },
  {
    rule: 'keycloak_page_address',
    field,
    message:
      'This is the address of a page or an endpoint of Keycloak. The issuer ends in /realms/ and the realm.',
    check: (input) => {
      const corrected = keycloakIssuerOf(input);
      return corrected === undefined ? undefined : { corrected };
    },
    example: {
      provider: 'keycloak',
      discoveryUrl: 'https://id.example.com/admin/master/console/#/acme/clients',
    },
  },
  {
    rule: 'keycloak_auth_path',
    field,
    message:
      'Nothing is at this address. Keycloak before version 17 has /auth before /realms, newer ones do not.',
    check: checkKeycloakAuth,
    example: {
      provider: 'keycloak',
      discoveryUrl: 'https://id.example.com/auth/realms/acme',
      refusal: 'discovery_not_openid',
    },
  },
  {
    rule: 'keycloak_realm_missing',
    field,
    message: 'The address of a Keycloak realm ends in /realms/ and the name of the realm.',
    check: checkKeycloakRealm,
    example: {
      provider: 'keycloak',
      discoveryUrl: 'https://id.example.com/',
      refusal: 'discovery_not_openid',
    },
  },
];
