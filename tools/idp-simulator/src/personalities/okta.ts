import { peopleOf, stableWord } from '../people.js';
import type { Personality, TokenRefusalReason } from '../personality.js';

/**
 * Okta's org authorization server: its issuer is the address of the org itself, without /oauth2/default
 * (https://developer.okta.com/docs/concepts/auth-servers/#org-authorization-server).
 * Sources, where nothing else is said: https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/ and
 * github.com/okta/okta-developer-docs, docs/api/resources/oidc/index.md.
 */
export const okta: Personality = {
  name: 'okta',
  title: 'Okta',
  company: 'globex',
  mountPath: '/okta',
  issuerPath: '/okta',
  loginPath: '/login/login.htm',
  routes: {
    authorization: '/oauth2/v1/authorize',
    token: '/oauth2/v1/token',
    userinfo: '/oauth2/v1/userinfo',
    jwks: '/oauth2/v1/keys',
    end_session: '/oauth2/v1/logout',
  },
  answersWithIssuer: false,
  // https://developer.okta.com/docs/guides/step-up-authentication/main/ "Predefined parameter values"
  acr: {
    values: ['urn:okta:loa:1fa:any', 'urn:okta:loa:1fa:pwd', 'urn:okta:loa:2fa:any', 'phr', 'phrh'],
  },
  people: peopleOf('globex.example', 'contractor', 'unverified', 'twin'),
  // "Scope-dependent claims".
  scopes: {
    openid: ['sub'],
    profile: ['name', 'preferred_username', 'given_name', 'family_name', 'locale', 'zoneinfo', 'updated_at'],
    email: ['email', 'email_verified'],
  },
  subject: ({ email }) => `00u${stableWord(`okta:${email}`, 17)}`,
  // With an access token beside it the ID token is thin: of the scopes' claims it has `preferred_username` and `name`
  // alone; e-mail address and `email_verified` come from userinfo only.
  // https://support.okta.com/help/s/article/Okta-Groups-or-Attribute-Missing-from-Id-Token
  profile: (person, place) => ({
    name: `${person.givenName} ${person.familyName}`,
    preferred_username: person.email,
    ...(place === 'userinfo' && {
      given_name: person.givenName,
      family_name: person.familyName,
      locale: 'en-US',
      zoneinfo: 'America/Los_Angeles',
      updated_at: 1_700_000_000,
      email: person.email,
      email_verified: person.emailVerified,
    }),
  }),
  // "Base claims (always present)".
  idToken: (claims, login) => ({
    ...claims,
    ver: 1,
    jti: `ID.${stableWord(`${login.sessionUid} ${Date.now()}`, 32)}`,
    amr: ['pwd'],
    idp: '00oPorticoSimulator01',
    auth_time: login.authTime,
  }),
  refuseToken: (reason, { error, detail }) => {
    // The member names of Okta's own API where the client is unknown.
    // https://support.okta.com/help/s/article/invalid-client-error-returned-during-client-authentication-failure
    if (reason === 'client_unknown')
      return { status: 401, body: oktaError('invalid_client', "Invalid value for 'client_id' parameter.") };
    // https://developer.okta.com/docs/reference/error-codes/
    if (reason === 'too_many_requests')
      return {
        status: 429,
        body: oktaError('E0000047', 'API call exceeded rate limit due to too many requests.'),
      };
    const [status, code, text] = REFUSALS[reason] ?? [400, error, detail];
    return { status, body: { error: code, error_description: text } };
  },
  // Told to the application, since every authorization error is
  // (https://support.okta.com/help/s/article/Why-am-I-redirected-back-to-my-app-instead-of-being-shown-the-OktaHosted-Error-Pages-when-my-OpenID-Connect-app-returns-an-error).
  // https://community.auth0.com/t/user-not-assigned-to-the-client-application-error-at-log-in/186794
  denials: {
    cancelled: 'The resource owner or authorization server denied the request.',
    notAssigned: () => 'User is not assigned to the client application.',
  },
  // https://support.okta.com/help/s/article/okta-error-400-bad-request-the-redirect-uri-parameter-must-be-a-login-redirect-uri-in-the-client-app-settings
  refusalPage: ({ error }) => ({
    heading: '400 Bad Request',
    text:
      {
        invalid_redirect_uri:
          "Your request resulted in an error. The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.",
        invalid_client: "Your request resulted in an error. Invalid value for 'client_id' parameter.",
      }[error] ?? 'Your sign-in request has expired. Start again from the application.',
  }),
};

const oktaError = (errorCode: string, errorSummary: string) => ({
  errorCode,
  errorSummary,
  errorLink: errorCode,
  errorId: `oae${stableWord(`error ${Date.now()}`, 22)}`,
  errorCauses: [],
});

const BAD_SECRET = 'The client secret supplied for a confidential client is invalid.';
const BAD_CODE = 'The authorization code is invalid or has expired.';

const REFUSALS: Partial<Record<TokenRefusalReason, [status: number, error: string, text: string]>> = {
  // All three texts, and that an expired secret is called wrong:
  // https://support.okta.com/help/s/article/invalid-client-error-returned-during-client-authentication-failure
  secret_wrong: [401, 'invalid_client', BAD_SECRET],
  secret_expired: [401, 'invalid_client', BAD_SECRET],
  secret_missing: [
    401,
    'invalid_client',
    'Client authentication failed. Either the client or the client credentials are invalid.',
  ],
  // https://github.com/oktadev/okta-smartfhir-docs/issues/13
  code_wrong: [400, 'invalid_grant', BAD_CODE],
  code_used: [400, 'invalid_grant', BAD_CODE],
  code_expired: [400, 'invalid_grant', BAD_CODE],
  // https://github.com/okta/okta-aspnet/issues/130
  redirect_uri_wrong: [
    400,
    'invalid_grant',
    "The 'redirect_uri' does not match the redirection URI used in the authorization request.",
  ],
  // https://github.com/okta/okta-oidc-js/issues/839
  verifier_missing: [400, 'invalid_grant', 'PKCE verification failed.'],
  verifier_wrong: [400, 'invalid_grant', 'PKCE verification failed.'],
};
