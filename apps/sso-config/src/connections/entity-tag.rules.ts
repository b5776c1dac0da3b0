import { AppError } from '@portico/contracts';
import type { ConnectionRow } from './connection.entity.js';
import { newestRevision } from './connection.rules.js';

/** The revision that a change was made from (RFC 9110 §13.1.1), with or without the quotes of an entity tag. */
export const readIfMatch = (header: string | undefined): number => {
  const digits = /^(?:"(\d{1,9})"|(\d{1,9}))$/.exec(header ?? '');
  if (!digits)
    throw new AppError('request_invalid', {
      fields: [{ pointer: '/headers/if-match', message: 'If-Match must name the revision, such as "3"' }],
    });
  return Number(digits[1] ?? digits[2]);
};

/** The newest revision, a pending one included, as the entity tag of a connection. */
export const toEntityTag = (row: ConnectionRow): string => `"${newestRevision(row)}"`;
