import type { ResolveIdentity, UpstreamIdentity, UserSnapshot } from '@portico/contracts';
import type { z } from 'zod';

/** Which user an identity is, or why nobody: the answer to the question itself. */
export type Choice = z.infer<typeof ResolveIdentity.reply>;

/** A user of the tenant with the identity's e-mail address. */
export interface Candidate {
  user: UserSnapshot;
  /** Has an identity of this connection already, which is not the one in question. */
  linkedElsewhere: boolean;
}

/** All that the choice depends on. */
export interface MatchInput {
  emailTrust: UpstreamIdentity['emailTrust'];
  /** The user whom the identity is linked to. */
  linked: UserSnapshot | null;
  candidates: readonly Candidate[];
}

/** Whether the text may be a part of a link: no control characters, half characters or blanks around it. */
export const isPlainText = (text: string): boolean => text.trim() === text && !/[\p{Cc}\p{Cs}]/u.test(text);

/**
 * The matching rules. A link decides alone; without one a trusted e-mail address decides once, and only for
 * exactly one active user who has no other identity at this connection.
 */
export const chooseUser = ({ emailTrust, linked, candidates }: MatchInput): Choice => {
  if (linked) return linked.status === 'active' ? { outcome: 'linked', user: linked } : deactivated([linked]);
  if (emailTrust === 'missing') return { outcome: 'refused', code: 'email_missing' };
  if (emailTrust !== 'trusted') return { outcome: 'refused', code: 'email_unverified' };
  const active = candidates.filter(({ user }) => user.status === 'active');
  const [only] = active;
  if (!only) return candidates.length > 0 ? deactivated(candidates.map(({ user }) => user)) : unknown;
  if (active.length > 1) return { outcome: 'refused', code: 'user_ambiguous' };
  const { user, linkedElsewhere } = only;
  return linkedElsewhere
    ? { outcome: 'refused', code: 'link_conflict', userId: user.userId }
    : { outcome: 'matched', user };
};

const unknown: Choice = { outcome: 'refused', code: 'user_unknown' };

const deactivated = (users: readonly UserSnapshot[]): Choice => ({
  outcome: 'refused',
  code: 'user_deactivated',
  ...(users.length === 1 && { userId: users[0]?.userId }),
});
