import { randomUUID } from 'node:crypto';
import { peopleOf, stableDigits, stableUuid } from '../people.js';
import type { Personality, TokenRefusalReason } from '../personality.js';

/**
 * OneLogin's second generation of OpenID Connect: the issuer ends in /oidc/2.
 * Source, where nothing else is said: https://developers.onelogin.com/openid-connect/api/provider-config
 */
export const onelogin: Personality = {
  name: 'onelogin',
  title: 'OneLogin',
  company: 'initech',
  mountPath: '/onelogin/oidc/2',
  issuerPath: '/onelogin/oidc/2',
  loginPath: '/login',
  routes: {
    authorization: '/auth',
    token: '/token',
    userinfo: '/me',
    jwks: '/certs',
    end_session: '/logout',
  },
  answersWithIssuer: false,
  // "If onelogin:nist:level:1:re-auth is supplied …, the user will be forced to re-authenticate", and the value comes
  // back as acr (https://developers.onelogin.com/openid-connect/api/authorization-code).
  acr: { values: ['onelogin:nist:level:1:re-auth'], always: true },
  // An app takes its secret in one way, which its admin chooses ("Token Endpoint Authentication Method"):
  // https://developers.onelogin.com/openid-connect/api/authorization-code-grant
  onlyTokenAuth: 'basic',
  discovery: () => ({
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    scopes_supported: ['openid', 'name', 'profile', 'groups', 'email', 'phone'],
  }),
  people: peopleOf('initech.example'),
  // `claims_supported` of the source has no email_verified, nor has any answer in the documentation.
  scopes: {
    openid: ['sub'],
    profile: ['name', 'preferred_username', 'given_name', 'family_name', 'updated_at'],
    email: ['email'],
  },
  // https://developers.onelogin.com/openid-connect/api/user-info: "sub": "32916209".
  subject: ({ email }) => stableDigits(`onelogin:${email}`, 8),
  profile: (person) => ({
    name: `${person.givenName} ${person.familyName}`,
    preferred_username: person.email,
    given_name: person.givenName,
    family_name: person.familyName,
    updated_at: '2026-01-10T06:36:34.456Z',
    email: person.email,
  }),
  // OneLogin runs on oidc-provider (its refusals below are that library's), so auth_time comes when it is asked for.
  idToken: (claims, login) => ({ ...claims, jti: randomUUID(), sid: stableUuid(login.sessionUid) }),
  refuseToken: (reason, { error, detail }) => {
    const [status, code, text] = REFUSALS[reason] ?? [400, error, detail];
    return { status, body: { error: code, error_description: text } };
  },
  denials: {
    cancelled: 'End-User aborted interaction',
    notAssigned: () => 'User does not have access to this application.',
  },
  refusalPage: ({ error }) => ({
    heading: 'oops! something went wrong',
    text:
      {
        invalid_redirect_uri: "redirect_uri did not match any client's registered redirect_uris",
        invalid_client: 'client is invalid',
      }[error] ?? 'The authorization request has expired. Start again from the application.',
  }),
};

// The texts of oidc-provider, as OneLogin sends them: https://github.com/openshift/origin/issues/18675 and
// https://github.com/jumbojett/OpenID-Connect-PHP/issues/136
const CLIENT_FAILED = 'client authentication failed';
const GRANT_FAILED = 'grant request is invalid';

const REFUSALS: Partial<Record<TokenRefusalReason, [status: number, error: string, text: string]>> = {
  client_unknown: [401, 'invalid_client', CLIENT_FAILED],
  secret_missing: [401, 'invalid_client', CLIENT_FAILED],
  secret_wrong: [401, 'invalid_client', CLIENT_FAILED],
  secret_expired: [401, 'invalid_client', CLIENT_FAILED],
  code_wrong: [400, 'invalid_grant', GRANT_FAILED],
  code_used: [400, 'invalid_grant', GRANT_FAILED],
  code_expired: [400, 'invalid_grant', GRANT_FAILED],
  redirect_uri_wrong: [400, 'invalid_grant', GRANT_FAILED],
  verifier_missing: [400, 'invalid_grant', GRANT_FAILED],
  verifier_wrong: [400, 'invalid_grant', GRANT_FAILED],
  too_many_requests: [429, 'temporarily_unavailable', 'rate limit exceeded'],
};
