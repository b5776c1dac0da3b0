import type { JWTPayload } from 'jose';
import type { Claims } from '../personality.js';

export const withUnverifiedEmail = (claims: Claims): Claims =>
  'email' in claims ? { ...claims, email_verified: false } : claims;

export const withoutEmailVerified = ({ email_verified: _verified, ...claims }: Claims): Claims => claims;

export const withoutEmail = ({ email: _email, email_verified: _verified, ...claims }: Claims): Claims =>
  claims;

export const withAnotherEmail = (claims: Claims): Claims => ({
  ...claims,
  email: 'somebody.else@attacker.example',
});

export const aboutAnotherSubject = (claims: Claims): Claims => ({ ...claims, sub: 'another-subject' });

export const withAnotherNonce = (claims: JWTPayload): JWTPayload => ({
  ...claims,
  nonce: 'the-nonce-of-another-login',
});

export const forAnotherClient = (claims: JWTPayload): JWTPayload => ({
  ...claims,
  aud: 'another-client',
  azp: 'another-client',
});

export const fromAnotherIssuer = (claims: JWTPayload): JWTPayload => ({
  ...claims,
  iss: 'https://idp.attacker.example',
});

export const withoutScheme = (claims: JWTPayload, { issuer }: { issuer: string }): JWTPayload => ({
  ...claims,
  iss: issuer.replace(/^https?:\/\//, ''),
});

export const expiredAnHourAgo = (claims: JWTPayload): JWTPayload => ({
  ...shifted(claims, { amount: -7200 }),
  exp: Math.floor(Date.now() / 1000) - 3600,
});

/** All times of the token, as if the provider's clock were so many seconds ahead. */
export const shifted = (claims: JWTPayload, { amount }: { amount: number }): JWTPayload => {
  const times = (['iat', 'nbf', 'exp', 'auth_time'] as const).filter(
    (name) => typeof claims[name] === 'number',
  );
  return { ...claims, ...Object.fromEntries(times.map((name) => [name, Number(claims[name]) + amount])) };
};

export const withoutAuthTime = ({ auth_time: _time, ...claims }: JWTPayload): JWTPayload => claims;

export const withAuthTime = (claims: JWTPayload, { authTime }: { authTime: number }): JWTPayload => ({
  ...claims,
  auth_time: authTime,
});

export const atLowestLevel = (claims: JWTPayload): JWTPayload => ({ ...claims, acr: '0' });

/** Only beside an address: "the presence of the `email` claim is required". */
export const withOwnedDomain = (claims: JWTPayload): JWTPayload =>
  'email' in claims ? { ...claims, xms_edov: true } : claims;
