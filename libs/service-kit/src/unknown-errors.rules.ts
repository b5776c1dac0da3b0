import { AppError, type FieldFault } from '@portico/contracts';
import { HttpException } from '@nestjs/common';
import pg from 'pg';
import { QueryFailedError } from 'typeorm';

/** SQLSTATE of text that PostgreSQL cannot hold, above all a NUL character: 22021 in a column, 22P05 in jsonb. */
const UNSTORABLE = /^(22021|22P05)$/;

const isUnstorable = (error: unknown): boolean =>
  error instanceof QueryFailedError &&
  error.driverError instanceof pg.DatabaseError &&
  UNSTORABLE.test(error.driverError.code ?? '');

/** SQLSTATE classes of a server that is going away or overloaded: connection, resources, operator intervention. */
const UNAVAILABLE = /^(08|53|57)/;

const isDatabaseUnavailable = (error: unknown): boolean => {
  if (!(error instanceof QueryFailedError)) return false;
  const driverError: unknown = error.driverError;
  // Only an answer of the server is a DatabaseError; anything else is a connection that broke.
  return !(driverError instanceof pg.DatabaseError) || UNAVAILABLE.test(driverError.code ?? '');
};

/** The catalogue's name for whatever was thrown; what it does not know is an internal error, with its cause kept. */
export const toAppError = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  if (isDatabaseUnavailable(error))
    return new AppError('try_again', { detail: 'database unavailable', cause: error });
  if (isUnstorable(error)) return new AppError('request_invalid', { detail: 'text with a NUL character' });
  if (!(error instanceof HttpException)) return new AppError('internal_error', { cause: error });
  if (error.getStatus() === 404) return new AppError('not_found', { cause: error });
  // Never with the message: that of a JSON parser quotes the body, and a body may hold a password or a client secret.
  if (error.getStatus() < 500)
    return new AppError('request_invalid', { detail: `${error.name} ${error.getStatus()}`, cause: error });
  return new AppError('internal_error', { cause: error });
};

type Path = readonly (PropertyKey | { key: PropertyKey })[];

interface Issue {
  path?: Path;
  message: string;
  /** zod's names of the fields that the schema does not know. */
  keys?: readonly string[];
}

/** A schema's issues as fields of a problem, by JSON pointer (RFC 6901); an unknown field is named itself. */
export const toFieldFaults = (issues: readonly Issue[]): FieldFault[] =>
  issues.flatMap(({ path = [], message, keys }) =>
    keys
      ? keys.map((key) => ({ pointer: toPointer([...path, key]), message: 'is not a field of this request' }))
      : [{ pointer: toPointer(path), message }],
  );

const toPointer = (path: Path): string =>
  path.map((part) => `/${escapePointer(String(typeof part === 'object' ? part.key : part))}`).join('');

const escapePointer = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
