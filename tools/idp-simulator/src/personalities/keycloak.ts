import { randomUUID } from 'node:crypto';
import { peopleOf, stableUuid } from '../people.js';
import type { Personality, TokenRefusalReason } from '../personality.js';

/**
 * Keycloak 26 with a realm "acme" and a confidential client as its admin console makes one.
 * Sources, where nothing else is said: github.com/keycloak/keycloak, package org.keycloak.protocol.oidc below
 * services/src/main/java.
 */
export const keycloak: Personality = {
  name: 'keycloak',
  title: 'Keycloak',
  company: 'acme',
  mountPath: '/keycloak/realms/acme',
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
  // OIDCLoginProtocol.authenticated adds session_state and iss (RFC 9207) unless the client excludes them
  // ("Exclude Session State From Authentication Response", "Exclude Issuer From Authentication Response").
  answersWithIssuer: true,
  authorizationAnswer: (login) => ({ session_state: sessionId(login.sessionUid) }),
  people: peopleOf('acme.example', 'leaver', 'unverified', 'twin'),
  // OIDCLoginProtocolFactory: the mappers of the built-in client scopes "profile" and "email".
  scopes: {
    openid: ['sub'],
    profile: ['name', 'preferred_username', 'given_name', 'family_name'],
    email: ['email', 'email_verified'],
  },
  subject: ({ email }) => stableUuid(email),
  profile: (person) => ({
    name: `${person.givenName} ${person.familyName}`,
    preferred_username: person.email.split('@')[0],
    given_name: person.givenName,
    family_name: person.familyName,
    email: person.email,
    email_verified: person.emailVerified,
  }),
  // TokenManager.initToken and the mappers of the client scopes "basic" (auth_time) and "acr"; AcrProtocolMapper
  // says "1" where no levels of authentication are set up, whatever `acr_values` asked for.
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
  refuseToken: (reason, { error, detail }) => {
    const [status, code, text] = REFUSALS[reason] ?? [400, error, detail];
    return { status, body: { error: code, error_description: text } };
  },
  // OIDCLoginProtocol.sendError: `access_denied`, whoever said no.
  denials: { notAssigned: () => 'Access denied' },
  // Messages of AuthorizationEndpoint; the page's heading is "We are sorry...".
  refusalPage: ({ error }) => ({
    heading: 'We are sorry…',
    text:
      { invalid_redirect_uri: 'Invalid parameter: redirect_uri', invalid_client: 'Client not found.' }[
        error
      ] ?? 'Page has expired. Start again from the application.',
  }),
};

/** The user session's id: the same in `session_state` and in `sid`, for every client of the realm. */
const sessionId = (sessionUid: string): string => stableUuid(sessionUid);

const BAD_CLIENT = 'Invalid client or Invalid client credentials';

const REFUSALS: Partial<Record<TokenRefusalReason, [status: number, error: string, text: string]>> = {
  // ClientIdAndSecretAuthenticator calls a wrong secret "unauthorized_client"; only an unknown client is
  // "invalid_client" (AuthenticationProcessor). The text is the same for both, and for a rotated secret that expired.
  client_unknown: [401, 'invalid_client', BAD_CLIENT],
  secret_missing: [401, 'unauthorized_client', BAD_CLIENT],
  secret_wrong: [401, 'unauthorized_client', BAD_CLIENT],
  secret_expired: [401, 'unauthorized_client', BAD_CLIENT],
  // AuthorizationCodeGrantType and PkceUtils.
  code_wrong: [400, 'invalid_grant', 'Code not valid'],
  code_used: [400, 'invalid_grant', 'Code not valid'],
  code_expired: [400, 'invalid_grant', 'Code not valid'],
  redirect_uri_wrong: [400, 'invalid_grant', 'Incorrect redirect_uri'],
  verifier_missing: [400, 'invalid_grant', 'PKCE code verifier not specified'],
  verifier_wrong: [400, 'invalid_grant', 'PKCE verification failed: Code mismatch'],
  // Keycloak limits nothing by itself; a proxy in front of it does.
  too_many_requests: [429, 'temporarily_unavailable', 'Too many requests'],
};
