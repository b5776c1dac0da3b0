import type { ImportedUser, User } from '@portico/contracts';
import { EXIT, Failure } from '../failure.js';

export type Format = 'ndjson' | 'csv';

export const MEDIA_TYPES: Record<Format, string> = { ndjson: 'application/x-ndjson', csv: 'text/csv' };

/** The format that was asked for, else what the name of the file says. */
export const chooseFormat = (asked: string | undefined, file: string | undefined): Format => {
  const format = asked ?? (file?.toLowerCase().endsWith('.csv') ? 'csv' : 'ndjson');
  if (format === 'csv' || format === 'ndjson') return format;
  throw new Failure(EXIT.misused, `--format is ndjson or csv, not ${format}.`);
};

const COLUMNS = ['id', 'email', 'name', 'externalId', 'roles', 'status'] as const;

/** The first line of the file; NDJSON has none. */
export const toHead = (format: Format, withIds: boolean): string =>
  format === 'csv' ? `${columns(withIds).join(',')}\n` : '';

/** A user as a line that an import takes. */
export const toLine = (user: User, format: Format, withIds: boolean): string => {
  const { id, email, name, externalId, roles, status } = user;
  const line: Partial<ImportedUser> = { id, email, name, externalId, roles, status };
  if (format === 'csv')
    return `${columns(withIds)
      .map((column) => toCell(line[column]))
      .join(',')}\n`;
  return `${JSON.stringify(Object.fromEntries(columns(withIds).map((column) => [column, line[column]])))}\n`;
};

const columns = (withIds: boolean): (typeof COLUMNS)[number][] =>
  COLUMNS.filter((column) => withIds || column !== 'id');

/** RFC 4180; a record is one line, so that a break of lines becomes a blank. */
const toCell = (value: string | string[] | null | undefined): string => {
  const text = (Array.isArray(value) ? value.join(' ') : (value ?? '')).replaceAll(/[\r\n]+/g, ' ');
  return /[",]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
