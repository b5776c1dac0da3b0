import { AppError, Id, type NamedExemption } from '@portico/contracts';
import type { ExemptionRow } from './exemption.entity.js';

/** So many exemptions still fit into one message to the broker, beside everything else. */
export const EXEMPTIONS_AT_MOST = 1000;

const YEAR_MS = 366 * 24 * 60 * 60 * 1000;

/** The id in an address; what is no id at all is answered like an id that nobody has. */
export const readUserId = (text: string): string => {
  const parsed = Id.safeParse(text);
  if (!parsed.success) throw new AppError('not_found', { detail: 'the user id is not an id' });
  return parsed.data;
};

/** An exemption ends: in the future, and within a year (`request_invalid`). */
export const checkUntil = (until: Date, now: Date): void => {
  const ahead = until.getTime() - now.getTime();
  if (ahead <= 0 || ahead > YEAR_MS)
    throw new AppError('request_invalid', {
      fields: [{ pointer: '/until', message: 'must be in the future, and at most a year ahead' }],
    });
};

/** An exemption as the API shows it. */
export const toExemption = (row: ExemptionRow): NamedExemption => ({
  userId: row.userId,
  until: row.until.toISOString(),
  reason: row.reason,
  grantedBy: row.grantedBy,
  grantedAt: row.grantedAt.toISOString(),
});
