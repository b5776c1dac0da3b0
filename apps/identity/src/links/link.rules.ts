import { AppError, type CreateLink, type IdentityLink } from '@portico/contracts';
import { isPlainText } from '../match/match.rules.js';
import type { LinkRow } from './link.entity.js';

/** Refuses an issuer or a subject that no provider would send: `request_invalid`, with the field below `pointer`. */
export const checkPlainLink = (wanted: Pick<CreateLink, 'issuer' | 'subject'>, pointer = ''): void => {
  const fields = (['issuer', 'subject'] as const)
    .filter((field) => !isPlainText(wanted[field]))
    .map((field) => ({
      pointer: `${pointer}/${field}`,
      message: 'holds a blank at an end or what cannot be shown',
    }));
  if (fields.length > 0) throw new AppError('request_invalid', { fields });
};

/**
 * Whether the link that is wanted exists already: that one, or null if there is room for it.
 * Refuses `link_conflict` where the identity is somebody else's, or the user has another one at the connection.
 */
export const findSameLink = <Link extends Pick<LinkRow, 'userId' | 'issuer' | 'subject'>>(
  wanted: Pick<LinkRow, 'userId' | 'issuer' | 'subject'>,
  rivals: readonly Link[],
): Link | null => {
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
