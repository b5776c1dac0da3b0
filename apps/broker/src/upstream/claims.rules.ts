import { AppError, type ConnectionSettings } from '@portico/contracts';
import type { Claims } from './id-token.rules.js';

const EMAIL = ['email', 'email_verified'];
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
  provider: ConnectionSettings['provider'],
): Claims => {
  if (!userinfo) return idToken;
  const email = provider === 'azure' ? [] : EMAIL;
  const contradicted = email.find(
    (name) => name in idToken && name in userinfo && !isSame(idToken[name], userinfo[name]),
  );
  if (contradicted) throw new AppError('userinfo_subject_mismatch', { detail: contradicted });
  const told = [...email, ...PROFILE].filter((name) => name in userinfo);
  return { ...Object.fromEntries(told.map((name) => [name, userinfo[name]])), ...idToken };
};

/** Some providers send "true" for true, and the address in another case. */
const isSame = (one: unknown, other: unknown): boolean => comparable(one) === comparable(other);

const comparable = (value: unknown): string =>
  typeof value === 'string' ? value.toLowerCase() : JSON.stringify(value);
