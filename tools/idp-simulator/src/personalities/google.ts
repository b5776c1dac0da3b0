import { peopleOf, stableDigits } from '../people.js';
import type { Personality, TokenRefusalReason } from '../personality.js';

/**
 * Google's OpenID Provider, with people of the Workspace domain hooli.example.
 * Source, where nothing else is said: https://developers.google.com/identity/openid-connect/reference
 */
export const google: Personality = {
  name: 'google',
  title: 'Google',
  company: 'hooli',
  mountPath: '/google',
  issuerPath: '/google',
  loginPath: '/v3/signin/identifier',
  // As at accounts.google.com/o/oauth2/v2/auth, oauth2.googleapis.com/token, openidconnect.googleapis.com/v1/userinfo
  // and www.googleapis.com/oauth2/v3/certs: the issuer's own host has the authorization endpoint alone.
  routes: {
    authorization: '/o/oauth2/v2/auth',
    token: '/token',
    userinfo: '/v1/userinfo',
    jwks: '/oauth2/v3/certs',
    end_session: '/logout',
  },
  elsewhere: ['token', 'userinfo', 'jwks'],
  // The discovery document has authorization_response_iss_parameter_supported.
  answersWithIssuer: true,
  // `prompt` is documented with none, consent and select_account alone; the simulator asks again for "login" too, but
  // nothing in the answer can prove it.
  offersAccounts: true,
  // Google's document names no end_session_endpoint; signing out is for people only.
  discovery: () => ({
    end_session_endpoint: undefined,
    claims_supported: [
      ...['aud', 'email', 'email_verified', 'exp', 'family_name', 'given_name', 'iat', 'iss', 'name'],
      ...['picture', 'sub'],
    ],
  }),
  people: peopleOf('hooli.example', 'personal'),
  scopes: {
    openid: ['sub', 'hd'],
    profile: ['name', 'given_name', 'family_name', 'picture'],
    email: ['email', 'email_verified'],
  },
  // "An identifier for the user, unique among all Google Accounts": digits, never longer than 255.
  subject: ({ email }) => stableDigits(`google:${email}`, 21),
  // `hd`: "Provided only if the user belongs to a Google Cloud organization". An address of a company can belong to
  // an ordinary account as well, verified once and without hd.
  profile: (person) => ({
    name: `${person.givenName} ${person.familyName}`,
    given_name: person.givenName,
    family_name: person.familyName,
    picture: 'https://lh3.example/a/portico-simulator',
    email: person.email,
    email_verified: true,
    ...(person.member && { hd: person.email.split('@')[1] }),
  }),
  // No auth_time and no acr, whatever was asked for: https://github.com/gravitational/teleport/issues/31320
  idToken: ({ auth_time: _time, acr: _acr, amr: _amr, ...claims }, login) => ({
    ...claims,
    azp: login.clientId,
  }),
  // As in https://github.com/atinux/nuxt-auth-utils/issues/440
  authorizationAnswer: ({ person, scopes }) => ({
    scope: [...scopes].join(' '),
    authuser: '0',
    ...(person.member && { hd: person.email.split('@')[1] ?? '' }),
    prompt: 'none',
  }),
  refuseToken: (reason, { error, detail }) => {
    const [status, code, text] = REFUSALS[reason] ?? [400, error, detail];
    return { status, body: { error: code, error_description: text } };
  },
  denials: { notAssigned: () => 'Access blocked: the app can only be used within its organization.' },
  // "Error 400: redirect_uri_mismatch" and "Error 401: invalid_client":
  // https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors
  refusalPage: ({ error, redirectUri }) => ({
    heading: 'Access blocked: Authorization Error',
    text:
      {
        invalid_redirect_uri: `Error 400: redirect_uri_mismatch. You can't sign in because this app sent an invalid request: redirect_uri=${redirectUri}`,
        invalid_client: 'Error 401: invalid_client. The OAuth client was not found.',
      }[error] ?? 'Something went wrong. Start again from the application.',
  }),
};

const REFUSALS: Partial<Record<TokenRefusalReason, [status: number, error: string, text: string]>> = {
  client_unknown: [401, 'invalid_client', 'The OAuth client was not found.'],
  secret_missing: [400, 'invalid_request', 'client_secret is missing.'],
  // https://github.com/hybridauth/hybridauth/issues/973
  secret_wrong: [401, 'invalid_client', 'Unauthorized'],
  secret_expired: [401, 'invalid_client', 'Unauthorized'],
  // https://github.com/ntawileh/obsidian-google-lookup/issues/69
  code_wrong: [400, 'invalid_grant', 'Malformed auth code.'],
  // https://github.com/Edujugon/laravel-google-ads/issues/29
  code_used: [400, 'invalid_grant', 'Bad Request'],
  code_expired: [400, 'invalid_grant', 'Bad Request'],
  redirect_uri_wrong: [400, 'redirect_uri_mismatch', 'Bad Request'],
  verifier_missing: [400, 'invalid_grant', 'Missing code verifier.'],
  // https://github.com/pocketbase/pocketbase/issues/2475
  verifier_wrong: [400, 'invalid_grant', 'Invalid code verifier.'],
  too_many_requests: [429, 'rate_limit_exceeded', 'Too many requests'],
};
