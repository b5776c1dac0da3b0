import type { ConnectionSettings, TenantSettings, UpstreamIdentity } from '@portico/contracts';
import { emailTrustOf, readEmail } from '@portico/policy';
import type { VerifiedIdentity } from '../upstream/finish-upstream.js';

type Claims = VerifiedIdentity['claims'];

const MOST_EMAIL = 1024;
const MOST_NAME = 200;

/** What providers send for yes; see `emailTrustOf`. */
const YES: readonly unknown[] = [true, 'true', 1, '1'];

/**
 * The claims with the e-mail address of the connection's own claim as `email`. Another claim than `email` counts only
 * if it reads as an address, and nobody vouches for it: `email_verified` and `xms_edov` speak about `email`. A no stays.
 */
const withEmailOf = (claims: Claims, emailClaim: string): Claims => {
  if (emailClaim === 'email') return claims;
  const claimed = claims[emailClaim];
  const vouched = ['email_verified', 'xms_edov'].filter((name) => YES.includes(claims[name]));
  const others = Object.entries(claims).filter(([name]) => !vouched.includes(name));
  return { ...Object.fromEntries(others), email: readEmail(claimed) ? claimed : undefined };
};

const textOf = (claim: unknown, most: number): string | undefined =>
  typeof claim === 'string' && claim.length > 0 ? claim.slice(0, most) : undefined;

/** What identity is asked about: the verified identity, and what its e-mail address may prove in this tenant. */
export const toUpstreamIdentity = (
  { issuer, subject, claims: sent }: VerifiedIdentity,
  { provider, emailClaim, issuesOwnAddressesOnly }: ConnectionSettings,
  { domains }: Pick<TenantSettings, 'domains'>,
): UpstreamIdentity => {
  const claims = withEmailOf(sent, emailClaim);
  const domain = readEmail(claims['email'])?.domain;
  const domainProved = domain !== undefined && domains.includes(domain);
  return {
    issuer,
    subject,
    email: textOf(claims['email'], MOST_EMAIL),
    emailTrust: emailTrustOf({ provider, issuer, claims, issuesOwnAddressesOnly, domainProved }),
    domainProved,
    name: textOf(claims['name'], MOST_NAME),
  };
};
