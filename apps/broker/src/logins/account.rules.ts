import type { UserSnapshot } from '@portico/contracts';
import { readEmail } from '@portico/policy';

/** A user as they signed in, and whether the address in the user record was known to be theirs by then. */
export interface Account extends UserSnapshot {
  emailVerified?: boolean;
  /** How they proved who they are (RFC 8176 §2); what a session is decided by later. */
  amr?: string[] | null;
}

/** The account of somebody whose tenant has proved these domains. */
export const toAccount = (user: UserSnapshot, domains: readonly string[]): Account => {
  const domain = readEmail(user.email)?.domain;
  return { ...user, emailVerified: domain !== undefined && domains.includes(domain) };
};

/** The account of now of somebody who has signed in before: what was verified then counts for that address alone. */
export const toAccountOfNow = (before: Account, user: UserSnapshot, domains: readonly string[]): Account => {
  const now = toAccount(user, domains);
  const isProved = user.email === before.email && before.emailVerified === true;
  return isProved ? { ...now, emailVerified: true } : now;
};
