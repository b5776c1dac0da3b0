import type { MatchPolicy, ResolveIdentity, UpstreamIdentity, UserSnapshot } from '@portico/contracts';
import type { z } from 'zod';

/** Which user an identity is, or why nobody: the answer to the question itself. */
export type Choice = z.infer<typeof ResolveIdentity.reply>;

/** A choice, or the word that a user is to be made for the identity. */
export type Decision = Choice | { outcome: 'to_create' };

/** A user of the tenant with the identity's e-mail address. */
export interface Candidate {
  user: UserSnapshot;
  /** Has an identity of this connection already, which is not the one in question. */
  linkedElsewhere: boolean;
}

/** All that the choice depends on. */
export interface MatchInput {
  policy: MatchPolicy;
  emailTrust: UpstreamIdentity['emailTrust'];
  /** The address is in a domain that the tenant has proved; vouches for nobody by itself. */
  domainProved: boolean;
  /** The user whom the identity is linked to. */
  linked: UserSnapshot | null;
  candidates: readonly Candidate[];
}

/** Whether the text may be a part of a link: no control characters, half characters or blanks around it. */
export const isPlainText = (text: string): boolean => text.trim() === text && !/[\p{Cc}\p{Cs}]/u.test(text);

/** Whether an identity may be pinned at all; one that may not is refused (`id_token_invalid`). */
export const isPlainIdentity = ({ issuer, subject }: Pick<UpstreamIdentity, 'issuer' | 'subject'>): boolean =>
  isPlainText(issuer) && isPlainText(subject);

/**
 * The matching rules. A link decides alone; without one, and unless the tenant admits linked identities only, a
 * trusted e-mail address decides once, and only for exactly one active user who has no other identity at this
 * connection. Where nobody at all has the address, the policy may have a user made, in a proved domain only.
 */
export const chooseUser = (input: MatchInput): Decision => {
  const { linked, policy, emailTrust } = input;
  if (linked) return linked.status === 'active' ? { outcome: 'linked', user: linked } : deactivated([linked]);
  if (policy === 'pre_linked_only') return { outcome: 'refused', code: 'link_missing' };
  if (emailTrust === 'missing') return { outcome: 'refused', code: 'email_missing' };
  if (emailTrust !== 'trusted') return { outcome: 'refused', code: 'email_unverified' };
  return chooseByEmail(input);
};

const chooseByEmail = ({ policy, domainProved, candidates }: MatchInput): Decision => {
  const [only, ...others] = candidates.filter(({ user }) => user.status === 'active');
  if (others.length > 0) return { outcome: 'refused', code: 'user_ambiguous' };
  if (only) {
    const { user, linkedElsewhere } = only;
    return linkedElsewhere
      ? { outcome: 'refused', code: 'link_conflict', userId: user.userId }
      : { outcome: 'matched', user };
  }
  if (candidates.length > 0) return deactivated(candidates.map(({ user }) => user));
  // A trusted address alone is not enough: another company's identity provider may vouch for its own people.
  if (policy === 'match_or_create' && domainProved) return { outcome: 'to_create' };
  return { outcome: 'refused', code: 'user_unknown' };
};

/**
 * The one user who may prove an address that nobody vouches for: the same who would match by a trusted one, and
 * nobody where the identity is linked already.
 */
export const chooseProver = (
  linked: UserSnapshot | null,
  candidates: readonly Candidate[],
): UserSnapshot | null => {
  if (linked) return null;
  const choice = chooseUser({
    policy: 'match_only',
    emailTrust: 'trusted',
    domainProved: false,
    linked,
    candidates,
  });
  return choice.outcome === 'matched' ? choice.user : null;
};

/**
 * The name of a user who is made on the first sign-in: the claim, or the address up to the `@` where the claim is
 * absent or holds what cannot be shown.
 */
export const nameOfNewUser = (email: string, claimed: string | undefined): string => {
  const name = claimed?.trim() ?? '';
  return name !== '' && isPlainText(name) ? name : (email.split('@')[0] ?? email);
};

const deactivated = (users: readonly UserSnapshot[]): Choice => ({
  outcome: 'refused',
  code: 'user_deactivated',
  ...(users.length === 1 && { userId: users[0]?.userId }),
});
