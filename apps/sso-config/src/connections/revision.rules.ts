import { AppError, type ConnectionRevision, type OtherChange, type Principal } from '@portico/contracts';
import type { ConnectionRevisionRow } from './connection-revision.entity.js';
import { namesOfChanges } from './connection-values.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import { toShown } from './connection.rules.js';
import { maySeed } from './wanted-values.rules.js';

/** The number in an address; what is none is answered like a revision that never was. */
export const readRevision = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new AppError('not_found', { detail: 'the revision is no number' });
  return Number(text);
};

/**
 * Whether a pending revision may go live without a test. One that nobody depends on alone may, by the explicit wish
 * that asking for it is; everybody's only way in may not (`revision_untested`), except by an import of the platform.
 */
export const checkGoLive = ({ mode }: ConnectionRow, bearer: Principal): void => {
  if (mode === 'enforced' && !maySeed(bearer)) throw new AppError('revision_untested');
};

const statusOf = (row: ConnectionRow, revision: number): ConnectionRevision['status'] =>
  revision === row.revision ? 'live' : revision === row.pendingRevision ? 'pending' : 'superseded';

/** A history, newest first, as the API shows it; each revision was made from the one before it. */
export const toRevisions = (
  row: ConnectionRow,
  history: readonly ConnectionRevisionRow[],
): ConnectionRevision[] =>
  history.map(({ revision, values, savedBy, savedAt }, index) => ({
    revision,
    status: statusOf(row, revision),
    savedBy,
    savedAt: savedAt.toISOString(),
    changed: namesOfChanges(history[index + 1]?.values, values),
    ...toShown(values),
  }));

/** What was saved after a revision, newest first, without the values. */
export const toOtherChanges = (
  row: ConnectionRow,
  history: readonly ConnectionRevisionRow[],
  seen: number,
): OtherChange[] =>
  toRevisions(row, history)
    .filter(({ revision }) => revision > seen)
    .map(({ revision, savedBy, savedAt, changed }) => ({ revision, savedBy, savedAt, changed }));
