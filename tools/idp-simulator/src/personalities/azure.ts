import { createHash } from 'node:crypto';
import { peopleOf, stableUuid, stableWord, type Person } from '../people.js';
import type { Login, Personality } from '../personality.js';
import { azureDenials, azureRefusalPage, refuseAzureToken } from './azure-refusals.js';

/** The directory ("tenant") of initech: a GUID, as every directory has one. */
export const AZURE_TENANT_ID = '5e1f0a3c-9d42-4c7b-8a16-3f0b7c2d9e54';

/**
 * Microsoft Entra ID (Azure AD), v2.0 endpoints of a single directory.
 * Sources, where nothing else is said: https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc and
 * https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 */
export const azure: Personality = {
  name: 'azure',
  title: 'Microsoft Entra ID (Azure AD)',
  company: 'initech',
  mountPath: `/azure/${AZURE_TENANT_ID}`,
  alsoAt: '/azure/common',
  issuerPath: `/azure/${AZURE_TENANT_ID}/v2.0`,
  loginPath: '/login',
  routes: {
    authorization: '/oauth2/v2.0/authorize',
    token: '/oauth2/v2.0/token',
    // https://graph.microsoft.com/oidc/userinfo
    userinfo: '/oidc/userinfo',
    jwks: '/discovery/v2.0/keys',
    end_session: '/oauth2/v2.0/logout',
  },
  elsewhere: ['userinfo'],
  answersWithIssuer: false,
  offersAccounts: true,
  discovery: (simulatorUrl, path) => ({
    // At "common" the issuer is a pattern, which equals the iss of no token.
    ...(path.startsWith('/azure/common') && { issuer: `${simulatorUrl}/azure/{tenantid}/v2.0` }),
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    claims_supported: [
      ...[
        'sub',
        'iss',
        'cloud_instance_name',
        'cloud_instance_host_name',
        'cloud_graph_host_name',
        'msgraph_host',
      ],
      ...[
        'aud',
        'exp',
        'iat',
        'auth_time',
        'acr',
        'nonce',
        'preferred_username',
        'name',
        'tid',
        'ver',
        'at_hash',
      ],
      ...['c_hash', 'email'],
    ],
  }),
  people: peopleOf('initech.example', 'nomailbox', 'guest'),
  // The "profile" scope is required for name, oid and preferred_username.
  scopes: {
    openid: ['sub', 'tid'],
    profile: ['name', 'preferred_username', 'oid', 'given_name', 'family_name', 'picture'],
    email: ['email'],
  },
  subject: (person) => objectId(person),
  // "The subject is a pairwise identifier and is unique to an application ID."
  pairwise: (subject, clientId) => createHash('sha256').update(`${subject} ${clientId}`).digest('base64url'),
  // https://learn.microsoft.com/entra/identity-platform/userinfo: names, subject "and email when available"; nothing
  // of the directory. `email` is no proof of anything in either place, and there never is an email_verified.
  profile: (person, place) => ({
    name: `${person.givenName} ${person.familyName}`,
    ...(person.mailbox && { email: person.email }),
    ...(place === 'userinfo'
      ? {
          given_name: person.givenName,
          family_name: person.familyName,
          picture: 'https://graph.example/v1.0/me/photo/$value',
        }
      : { oid: objectId(person), tid: AZURE_TENANT_ID, preferred_username: person.email }),
  }),
  // No at_hash ("not returned on ID tokens from the /token endpoint"), no acr and amr (v1.0 only), no auth_time (an
  // optional claim: https://learn.microsoft.com/entra/identity-platform/optional-claims-reference).
  idToken: ({ at_hash: _hash, acr: _acr, amr: _amr, auth_time: _time, ...claims }, login) => ({
    ...claims,
    nbf: claims.iat,
    rh: stableWord(`rh ${login.sessionUid}`, 40),
    uti: stableWord(`uti ${Date.now()}`, 22),
    ver: '2.0',
    ...guestOf(login),
  }),
  // https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
  authorizationAnswer: (login) => ({ session_state: stableUuid(login.sessionUid) }),
  tokenAnswer: () => ({ ext_expires_in: 300 }),
  refuseToken: refuseAzureToken,
  denials: azureDenials,
  refusalPage: azureRefusalPage,
};

const objectId = ({ email }: Person): string => stableUuid(`azure:${email}`);

/** `idp`: "identical to the value of the issuer claim unless the user account isn't in the same tenant". */
const guestOf = ({ person }: Login) =>
  person.member ? {} : { idp: `https://sts.windows.net/${stableUuid(person.email.split('@')[1] ?? '')}/` };
