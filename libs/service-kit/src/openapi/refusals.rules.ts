import { AppError, CODES, type Code } from '@portico/contracts';
import { toProblem } from '../problem.filter.js';
import type { DescribedOperation } from './read-operations.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

/**
 * Whether a repetition is recognised by `Idempotency-Key`: every POST, except where lines stream by, where the answer
 * is not to be kept, and where nobody knows whose repetition it is.
 */
export const takesIdempotencyKey = ({ method, scopes, streams, showsSecret }: DescribedOperation): boolean =>
  method === 'post' && !streams && !showsSecret && scopes.length > 0;

const takesFields = ({ body, query, headers, streams }: DescribedOperation): boolean =>
  Boolean(body ?? query ?? streams) || headers.length > 0;

/** Every refusal that an operation may answer with: its own, and those of every operation of its kind. */
export const listRefusals = (operation: DescribedOperation): Code[] => {
  const codes: Code[] = ['try_again', 'internal_error'];
  if (operation.scopes.length > 0) codes.push('token_invalid', 'scope_insufficient');
  if (operation.path.includes('{')) codes.push('not_found');
  if (takesFields(operation)) codes.push('request_invalid');
  if (operation.headers.includes('if-match')) codes.push('revision_conflict');
  if (takesIdempotencyKey(operation))
    codes.push('request_invalid', 'idempotency_key_reused', 'request_under_way');
  return [...new Set([...codes, ...(operation.refuses ?? [])])].sort();
};

const HEADERS_OF_STATUS: Partial<Record<number, object>> = {
  401: { 'WWW-Authenticate': { $ref: '#/components/headers/WWW-Authenticate' } },
  503: { 'Retry-After': { $ref: '#/components/headers/Retry-After' } },
};

const toResponse = (status: number, codes: Code[]): object => ({
  description: codes.map((code) => `\`${code}\`: ${CODES[code].adminText}`).join('\n\n'),
  ...(HEADERS_OF_STATUS[status] && { headers: HEADERS_OF_STATUS[status] }),
  content: {
    'application/problem+json': {
      schema: {
        allOf: [{ $ref: '#/components/schemas/Problem' }],
        properties: { status: { const: status }, code: { enum: codes } },
      },
      examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
    },
  },
});

/** The refusals of an operation as responses, by status: problem details (RFC 9457) with the codes that are possible there. */
export const toRefusalResponses = (operation: DescribedOperation): Record<string, object> =>
  Object.fromEntries(
    [...groupByStatus(listRefusals(operation))].map(([status, codes]) => [
      String(status),
      codes.length === 1 ? { $ref: `#/components/responses/${codes[0]}` } : toResponse(status, codes),
    ]),
  );

const groupByStatus = (codes: Code[]): Map<number, Code[]> => {
  const statuses = [...new Set(codes.map((code) => CODES[code].status))].sort();
  return new Map(statuses.map((status) => [status, codes.filter((code) => CODES[code].status === status)]));
};

/** What the responses of these operations refer to: an example of each refusal, and responses with one refusal alone. */
export const toRefusalComponents = (operations: DescribedOperation[]): Record<string, object> => {
  const groups = operations.flatMap((operation) => [...groupByStatus(listRefusals(operation)).values()]);
  const codes = [...new Set(groups.flat())].sort();
  const alone = new Set(groups.filter(({ length }) => length === 1).flat());
  return {
    responses: Object.fromEntries(
      codes.filter((code) => alone.has(code)).map((code) => [code, toResponse(CODES[code].status, [code])]),
    ),
    examples: Object.fromEntries(
      codes.map((code) => [code, { value: { ...toProblem(new AppError(code)), traceId: TRACE_ID } }]),
    ),
  };
};
