import { randomUUID } from 'node:crypto';
import { peopleOf, stableUuid } from '../people.js';
import type { Personality, Refused, TokenRefusal } from '../personality.js';

/**
 * Keycloak 26 with a realm "acme" and a confidential client as its admin console makes one.
 * Sources, where nothing else is said: github.com/keycloak/keycloak, package org.keycloak.protocol.oidc below
 * services/src/main/java.
 */
export const keycloak: Personality = {
  name: 'keycloak',
  title: 'Keycloak',
  company: 'acme',
  issuerPath: '/keycloak/realms/acme',
  loginPath: '/login-actions/authenticate',
  // OIDCLoginProtocolService; "ext/par/request" is ParRootEndpoint.
  routes: {
    authorization: '/protocol/openid-connect/auth',
    token: '/protocol/openid-connect/token',
    userinfo: '/protocol/openid-connect/userinfo',
    jwks: '/protocol/openid-connect/certs',
    end_session: '/protocol/openid-connect/logout',
    pushed_authorization_request: '/protocol/openid-connect/ext/par/request',
  },
  people: peopleOf('acme.example'),
  // OIDCLoginProtocolFactory: the mappers of the built-in client scopes "profile" and "email".
  scopes: {
    openid: ['sub'],
    profile: ['name', 'preferred_username', 'given_name', 'family_name'],
    email: ['email', 'email_verified'],
  },
  profile: (person) => ({
    sub: stableUuid(person.email),
    name: `${person.givenName} ${person.familyName}`,
    preferred_username: person.email.split('@')[0],
    given_name: person.givenName,
    family_name: person.familyName,
    email: person.email,
    email_verified: person.emailVerified,
  }),
  // OIDCLoginProtocol.authenticated adds session_state and iss (RFC 9207) unless the client excludes them
  // ("Exclude Session State From Authentication Response", "Exclude Issuer From Authentication Response").
  authorizationAnswer: (login) => ({ session_state: sessionId(login.sessionUid) }),
  // TokenManager.initToken and the mappers of the client scopes "basic" (auth_time) and "acr".
  idToken: (claims, login) => ({
    ...claims,
    auth_time: login.authTime,
    jti: randomUUID(),
    typ: 'ID',
    azp: login.clientId,
    sid: sessionId(login.sessionUid),
    acr: '1',
  }),
  // AccessTokenResponse.
  tokenAnswer: (login) => ({
    'not-before-policy': 0,
    session_state: sessionId(login.sessionUid),
  }),
  refuseToken,
  // Messages of AuthorizationEndpoint; the page's heading is "We are sorry...".
  refusalPage: (error) =>
    ({ invalid_redirect_uri: 'Invalid parameter: redirect_uri', invalid_client: 'Client not found.' })[
      error
    ] ?? 'Page has expired. Start again from the application.',
};

/** The user session's id: the same in `session_state` and in `sid`, for every client of the realm. */
const sessionId = (sessionUid: string): string => stableUuid(sessionUid);

/** AuthorizationCodeGrantType and PkceUtils, by the reason that oidc-provider gives. */
const invalidGrants: Record<string, string> = {
  'authorization code redirect_uri mismatch': 'Incorrect redirect_uri',
  'code_verifier must be provided': 'PKCE code verifier not specified',
  'code_verifier does not match code_challenge': 'PKCE verification failed: Code mismatch',
};

function refuseToken({ status, error, detail, clientKnown }: Refused): TokenRefusal {
  if (error === 'invalid_client') {
    // ClientIdAndSecretAuthenticator calls a wrong secret "unauthorized_client"; only an unknown client is
    // "invalid_client" (AuthenticationProcessor). The text is the same for both.
    return {
      status: 401,
      error: clientKnown ? 'unauthorized_client' : 'invalid_client',
      error_description: 'Invalid client or Invalid client credentials',
    };
  }
  if (error === 'invalid_grant') {
    return { status: 400, error, error_description: invalidGrants[detail] ?? 'Code not valid' };
  }
  return { status, error, error_description: detail };
}
