import { AppError, type ConnectionSettings } from '@portico/contracts';
import type { Claims } from './id-token.rules.js';

type ClaimsOf = Pick<ConnectionSettings, 'provider' | 'emailClaim'>;

/** What vouches for the address in `email`, and for no other claim's. */
const WORDS_FOR_EMAIL = ['email_verified', 'xms_edov'];
/** Nothing that tells how, when or where somebody signed in comes from userinfo. */
const PROFILE = ['name', 'given_name', 'family_name'];

/**
 * The claims of the ID token, completed by userinfo of the same subject where the ID token is silent. Where both
 * speak about the e-mail, they must say the same: `userinfo_subject_mismatch`. Azure's userinfo is not asked about
 * e-mail at all, because people write that address themselves.
 */
export const completeClaims = (
  idToken: Claims,
  userinfo: Claims | undefined,
  connection: ClaimsOf,
): Claims => {
  if (!userinfo) return idToken;
  const isAzure = connection.provider === 'azure';
  const email = ['email', 'email_verified', connection.emailClaim];
  const asked = isAzure ? [] : email;
  const contradicted = asked.find(
    (name) => name in idToken && name in userinfo && !isSame(idToken[name], userinfo[name]),
  );
  if (contradicted) throw new AppError('userinfo_subject_mismatch', { detail: contradicted });
  const profile = PROFILE.filter((name) => name !== connection.emailClaim);
  const told = [...asked, ...profile].filter((name) => name in userinfo);
  return { ...Object.fromEntries(told.map((name) => [name, userinfo[name]])), ...idToken };
};

/**
 * The claims with the address under its usual name, `email`, whichever claim the connection says it is in. A yes of the
 * provider stands for its own `email` alone, so it goes where another claim holds another address; a no stays.
 */
export const toUsualEmail = (claims: Claims, { emailClaim }: ClaimsOf): Claims => {
  if (emailClaim === 'email') return claims;
  const { email, ...others } = claims;
  const address = claims[emailClaim];
  const named = address === undefined ? others : { ...others, email: address };
  if (email !== undefined && isSame(email, address)) return named;
  return Object.fromEntries(
    Object.entries(named).filter(([name, value]) => !WORDS_FOR_EMAIL.includes(name) || !isYes(value)),
  );
};

/** Some providers send "true" for true, and the address in another case. */
const isSame = (one: unknown, other: unknown): boolean => comparable(one) === comparable(other);

const comparable = (value: unknown): string =>
  typeof value === 'string' ? value.toLowerCase() : JSON.stringify(value);

const isYes = (value: unknown): boolean => ['true', '1'].includes(comparable(value));
