import { AppError, type FactorKind, type UserSnapshot } from '@portico/contracts';

/** A user with the address in question and the hash of the password, if there is one. */
export interface Holder {
  user: UserSnapshot;
  hash: string | null;
  /** The kinds of second factor that the user has set up. */
  factors: FactorKind[];
}

/**
 * Whose password is tried: in each tenant its only active user with the address, or nobody (null). As many entries
 * as tenants were asked for, and one at least, so that the work tells nothing about who exists.
 */
export const chooseHolders = (
  tenantIds: readonly string[],
  holders: readonly Holder[],
): (Holder | null)[] => {
  const chosen = [...new Set(tenantIds)].map((tenantId) => {
    const active = holders.filter(({ user }) => user.tenantId === tenantId && user.status === 'active');
    return active.length === 1 ? (active[0] ?? null) : null;
  });
  return chosen.length > 0 ? chosen : [null];
};

/** NIST SP 800-63B-4 §3.1.1.2 asks for 15 where a password is all, and for 8 beside a second factor. */
const FEWEST = 12;
const MOST = 1024;

/** The form of a password that is hashed: the same text typed on another keyboard (NIST SP 800-63B-4 §3.1.1.2). */
export const normalPassword = (password: string): string => password.normalize('NFKC');

/**
 * Refuses a password that is too short or too long, that many people have, or that says no more than the product's
 * name or the user's own address, with digits and signs around it (`password_unfit`).
 */
export const checkFitPassword = (
  password: string,
  { email, common }: { email: string; common: ReadonlySet<string> },
): void => {
  const normal = normalPassword(password).toLowerCase();
  const size = Array.from(normal).length;
  if (size < FEWEST || size > MOST) throw unfit('too short or too long');
  if (common.has(normal)) throw unfit('well known');
  const rest = withoutWords(normal, wordsOf(email));
  if (rest !== normal && !/\p{L}/u.test(rest)) throw unfit('nothing but the address or the product');
};

const wordsOf = (email: string): string[] => {
  const words = [...email.toLowerCase().split(/[^\p{L}\p{N}]+/u), 'portico', 'password'];
  // The longest first: `ann` must not break `joanne` before it is found.
  return words.filter((word) => word.length > 2).sort((one, other) => other.length - one.length);
};

const withoutWords = (password: string, words: readonly string[]): string =>
  words.reduce((rest, word) => rest.replaceAll(word, ''), password);

const unfit = (detail: string): AppError => new AppError('password_unfit', { detail });
