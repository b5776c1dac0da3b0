import type { PersonalityName } from '../personality.js';
import * as claims from './claims.js';
import type { Fault } from './fault.js';
import * as endpoint from './token-endpoint.js';

const SAY_VERIFIED: readonly PersonalityName[] = ['keycloak', 'okta', 'google'];
const SAY_WHEN: readonly PersonalityName[] = ['keycloak', 'okta', 'onelogin', 'oidc'];
const SAY_EMAIL_TWICE: readonly PersonalityName[] = ['keycloak', 'onelogin', 'azure', 'google'];
const TWO_MINUTES_MS = 120_000;
const ONE_DAY = 86_400;

/** Every switch there is. Where several would answer a request, the first in this order does. */
export const FAULTS = {
  down: {
    group: 'Everywhere',
    says: 'Every endpoint answers 503',
    request: (response) => void response.status(503).type('text').send('Service Unavailable'),
  },
  broken: {
    group: 'Everywhere',
    says: 'Every endpoint answers 500',
    request: (response) => void response.status(500).type('text').send('Internal Server Error'),
  },
  accessDenied: { group: 'Sign-in', says: 'Nobody may use the application (access_denied)', denies: true },
  slow: {
    group: 'Token endpoint',
    says: 'Waits (milliseconds)',
    amount: { least: 0, most: TWO_MINUTES_MS, step: 100 },
    tokenRequest: endpoint.waits,
  },
  tooManyRequests: { group: 'Token endpoint', says: 'Answers 429', tokenRequest: endpoint.answers429 },
  tokenError: { group: 'Token endpoint', says: 'Answers 500', tokenRequest: endpoint.answers500 },
  garbage: { group: 'Token endpoint', says: 'Answers HTML', tokenRequest: endpoint.answersHtml },
  empty: { group: 'Token endpoint', says: 'Answers nothing', tokenRequest: endpoint.answersNothing },
  huge: { group: 'Token endpoint', says: 'Answers 16 MiB', tokenRequest: endpoint.answersHugely },
  redirect: {
    group: 'Token endpoint',
    says: 'Redirects to another server',
    tokenRequest: endpoint.redirects,
  },
  refuseSecret: {
    group: 'Token endpoint',
    says: 'Refuses the client secret as wrong',
    client: (client) => ({ ...client, client_secret: 'the secret that an admin has just made' }),
  },
  secretExpired: {
    group: 'Token endpoint',
    says: 'Refuses the client secret as expired',
    client: (client) => ({ ...client, client_secret_expires_at: 1 }),
  },
  wrongIssuer: { group: 'ID token', says: 'Names another issuer', idToken: claims.fromAnotherIssuer },
  // "Always https://accounts.google.com or accounts.google.com"
  // (https://developers.google.com/identity/openid-connect/reference).
  bareIssuer: {
    group: 'ID token',
    says: 'Names the issuer without its scheme, as Google may',
    only: ['google'],
    idToken: claims.withoutScheme,
  },
  wrongAudience: { group: 'ID token', says: 'Is for another client', idToken: claims.forAnotherClient },
  wrongNonce: { group: 'ID token', says: 'Carries another nonce', idToken: claims.withAnotherNonce },
  expired: { group: 'ID token', says: 'Expired an hour ago', idToken: claims.expiredAnHourAgo },
  clockSkew: {
    group: 'ID token',
    says: 'Seconds that the clock is ahead (negative: behind)',
    amount: { least: -ONE_DAY, most: ONE_DAY, step: 1 },
    idToken: claims.shifted,
  },
  badSignature: { group: 'ID token', says: 'Is signed with another key than its kid says', key: 'forged' },
  unknownKey: { group: 'ID token', says: 'Is signed with a key that is not published', key: 'hidden' },
  rotatedKeys: { group: 'ID token', says: 'Is signed with a new key, the old one is gone', key: 'published' },
  noAuthTime: {
    group: 'ID token',
    says: 'Does not say when the person signed in',
    only: SAY_WHEN,
    idToken: claims.withoutAuthTime,
  },
  lowAcr: {
    group: 'ID token',
    says: 'Says a lower level than asked for (acr 0)',
    only: SAY_WHEN,
    idToken: claims.atLowestLevel,
  },
  unverified: {
    group: 'Claims',
    says: 'Nobody’s e-mail address is verified',
    only: SAY_VERIFIED,
    profile: claims.withUnverifiedEmail,
  },
  noEmailVerified: {
    group: 'Claims',
    says: 'Nothing says whether an address is verified',
    only: SAY_VERIFIED,
    profile: claims.withoutEmailVerified,
  },
  noEmail: { group: 'Claims', says: 'Nobody has an e-mail address', profile: claims.withoutEmail },
  otherEmail: {
    group: 'Claims',
    says: 'Userinfo says another e-mail address than the ID token',
    only: SAY_EMAIL_TWICE,
    userinfo: claims.withAnotherEmail,
  },
  otherSubject: {
    group: 'Claims',
    says: 'Userinfo is about another subject',
    userinfo: claims.aboutAnotherSubject,
  },
  // https://learn.microsoft.com/entra/identity-platform/optional-claims-reference
  edovClaim: {
    group: 'Application',
    says: 'Has the optional claim xms_edov',
    only: ['azure'],
    idToken: claims.withOwnedDomain,
  },
  authTimeClaim: {
    group: 'Application',
    says: 'Has the optional claim auth_time',
    only: ['azure'],
    idToken: claims.withAuthTime,
  },
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;
