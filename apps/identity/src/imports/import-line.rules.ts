import {
  AppError,
  type CreateLink,
  type FieldFault,
  ImportedUser,
  type ImportResult,
  type UpdateUser,
} from '@portico/contracts';
import { toFieldFaults } from '@portico/service-kit';
import { CsvError, parse } from 'csv-parse/sync';
import { checkPlainLink } from '../links/link.rules.js';

/** What a line asks for. */
export interface Wanted {
  /** With what is left out filled in, for a user who is to be added. */
  whole: ImportedUser;
  /** Only what the line says, for a user who exists: what it leaves out stays as it is. */
  given: UpdateUser;
  /** The identities that are to be the user's, besides those that are. */
  links: readonly CreateLink[];
}

/** A line that was read; `refusal` where it asks for nothing that can be done. */
export type ImportLine = { line: number } & ({ wanted: Wanted } | { refusal: AppError });

/** Turns the text of a line into the object that it stands for; throws `request_invalid`. */
export type LineFormat = (text: string) => unknown;

// A list of identities does not fit into a cell.
const FIELDS = Object.keys(ImportedUser.shape).filter((field) => field !== 'links');
const REQUIRED = ['email', 'name'];

/** A line of NDJSON: one JSON object. */
export const readNdjson: LineFormat = (text) => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid('is not JSON', '', cause);
  }
};

/**
 * The format of CSV (RFC 4180) with this header line; a record is one line. Refuses `request_invalid` for a header
 * with a column that is unknown or there twice, or without those that every user has.
 */
export const csvFormat = (header: string): LineFormat => {
  const columns = readCells(header).map((column) => column.trim());
  const faults = [
    ...columns.filter((column) => !FIELDS.includes(column)).map((column) => fault('is unknown', column)),
    ...columns
      .filter((column, n) => columns.indexOf(column) < n)
      .map((column) => fault('is there twice', column)),
    ...REQUIRED.filter((column) => !columns.includes(column)).map((column) => fault('is missing', column)),
  ];
  if (faults.length > 0)
    throw new AppError('request_invalid', { fields: faults, detail: 'the header of CSV' });
  return (text) => {
    const cells = readCells(text);
    if (cells.length !== columns.length)
      throw invalid(`has ${String(cells.length)} cells and the header ${String(columns.length)}`, '');
    // An empty cell leaves its field out.
    return Object.fromEntries(
      columns.flatMap((column, n) => (cells[n] ? [[column, toValue(column, cells[n])]] : [])),
    );
  };
};

const toValue = (column: string, cell: string): unknown =>
  column === 'roles' ? cell.trim().split(/\s+/) : cell;

const readCells = (text: string): string[] => {
  try {
    const [cells = []] = parse(text, { record_delimiter: '\n', relax_column_count: true });
    return cells;
  } catch (cause) {
    if (cause instanceof CsvError) throw invalid('is not CSV: look at its quotation marks', '', cause);
    throw cause;
  }
};

/** Reads a line in its format; whatever is wrong with it becomes its refusal. */
export const readImportLine = (line: number, text: string | null, format: LineFormat): ImportLine => {
  try {
    if (text === null) throw invalid('is longer than 64 kB or not UTF-8', '');
    return { line, wanted: readWanted(format(text)) };
  } catch (error) {
    if (error instanceof AppError) return { line, refusal: error };
    throw error;
  }
};

const readWanted = (value: unknown): Wanted => {
  const parsed = ImportedUser.safeParse(value);
  if (!parsed.success) throw new AppError('request_invalid', { fields: toFieldFaults(parsed.error.issues) });
  const { links = [], ...whole } = parsed.data;
  links.forEach((link, n) => checkPlainLink(link, `/links/${String(n)}`));
  const { id: _, ...profile } = whole;
  const given = Object.entries(profile).filter(([field]) => Object.hasOwn(value as object, field));
  return { whole, given: Object.fromEntries(given), links };
};

/** A refusal as the line of the answer. */
export const toRefused = (line: number, { code, entry, fields }: AppError): ImportResult => ({
  line,
  outcome: 'refused',
  code,
  message: fields ? sentenceOf(fields) : entry.adminText,
});

/** Cut, as the name of an unknown field may be as long as the line. */
const sentenceOf = (fields: FieldFault[]): string =>
  fields
    .map(({ pointer, message }) => `${pointer} ${message}`.trim())
    .join('; ')
    .slice(0, 300);

const fault = (message: string, column: string) => ({ pointer: `/${column}`, message });

const invalid = (message: string, pointer: string, cause?: unknown): AppError =>
  new AppError('request_invalid', { fields: [{ pointer, message }], cause });
