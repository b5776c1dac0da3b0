import { peopleOf, stableUuid } from '../people.js';
import type { Personality, TokenRefusalReason } from '../personality.js';

/**
 * A provider that Portico does not know, and that takes the specification at its word: the claims of the scopes come
 * from userinfo alone (OpenID Connect Core 1.0 §5.4), nothing says whether an address is verified, and userinfo
 * answers POST only, although §5.3 asks for both methods. Such providers are why a connection has a Method.
 */
export const unlisted: Personality = {
  name: 'oidc',
  title: 'Umbrella ID (unlisted)',
  company: 'umbrella',
  mountPath: '/oidc',
  issuerPath: '/oidc',
  loginPath: '/login',
  routes: {
    authorization: '/authorize',
    token: '/token',
    userinfo: '/userinfo',
    jwks: '/jwks',
    end_session: '/logout',
  },
  answersWithIssuer: true,
  acr: { values: ['urn:umbrella:password', 'urn:umbrella:second-factor'] },
  userinfoMethods: ['POST'],
  people: peopleOf('umbrella.example'),
  scopes: { openid: ['sub'], profile: ['name', 'given_name', 'family_name'], email: ['email'] },
  subject: ({ email }) => stableUuid(`oidc:${email}`),
  profile: (person, place) =>
    place === 'id_token'
      ? {}
      : {
          name: `${person.givenName} ${person.familyName}`,
          given_name: person.givenName,
          family_name: person.familyName,
          email: person.email,
        },
  // auth_time and acr come when they are asked for, as §2 says.
  idToken: (claims) => claims,
  refuseToken: (reason, { error, detail }) => {
    const [status, code] = REFUSALS[reason] ?? [400, error];
    return { status, body: { error: code, error_description: detail } };
  },
  denials: { notAssigned: () => 'not allowed' },
  refusalPage: ({ error, detail }) => ({ heading: 'Request refused', text: `${error} ${detail}`.trim() }),
};

// RFC 6749 §5.2.
const REFUSALS: Partial<Record<TokenRefusalReason, [status: number, error: string]>> = {
  client_unknown: [401, 'invalid_client'],
  secret_missing: [401, 'invalid_client'],
  secret_wrong: [401, 'invalid_client'],
  secret_expired: [401, 'invalid_client'],
  too_many_requests: [429, 'temporarily_unavailable'],
};
