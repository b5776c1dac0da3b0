import { AppError, type IdentityLink } from '@portico/contracts';
import type { LinkRow } from './link.entity.js';

/**
 * Whether the link that is wanted exists already: that one, or null if there is room for it.
 * Refuses `link_conflict` where the identity is somebody else's, or the user has another one at the connection.
 */
export const findSameLink = (
  wanted: Pick<LinkRow, 'userId' | 'issuer' | 'subject'>,
  rivals: readonly LinkRow[],
): LinkRow | null => {
  const { userId, issuer, subject } = wanted;
  const same = rivals.find(
    (link) => link.userId === userId && link.issuer === issuer && link.subject === subject,
  );
  if (!same && rivals.length > 0)
    throw new AppError('link_conflict', { detail: 'the identity or the user is linked otherwise' });
  return same ?? null;
};

/** A link as the API shows it. */
export const toIdentityLink = ({ id, connectionId, issuer, subject, createdAt }: LinkRow): IdentityLink => ({
  id,
  connectionId,
  issuer,
  subject,
  linkedAt: createdAt.toISOString(),
});
