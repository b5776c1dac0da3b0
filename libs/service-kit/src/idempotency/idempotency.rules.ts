import { createHash } from 'node:crypto';
import { AppError, type Code, CODES, type FieldFault, type Principal } from '@portico/contracts';
import type { RepeatableRequest } from './idempotency-key.store.js';
import { NO_TENANT } from './idempotency-table.js';

/** The header, as a structured field (RFC 8941 §3.3.3) or without its quotes, as many send it. */
const KEY = /^(?:"([\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x7e][\x21-\x7e]{0,254}))$/;

/** The key of a request; undefined without the header. Refuses one that is empty, too long or not printable. */
export const readIdempotencyKey = (header: string | undefined): string | undefined => {
  if (header === undefined) return undefined;
  const [, quoted, bare] = KEY.exec(header) ?? [];
  const key = quoted ?? bare;
  if (key !== undefined) return key;
  const message = 'must be 1 to 255 printable characters';
  throw new AppError('request_invalid', { fields: [{ pointer: '/headers/idempotency-key', message }] });
};

const hash = (value: object | null): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');

/** What tells one request from another: a key means nothing to another bearer or at another address. */
export const toRepeatableRequest = (
  key: string,
  bearer: Principal,
  request: { method: string; originalUrl: string; body: object | undefined; params: { tenantId?: string } },
): RepeatableRequest => {
  const { applicationId, subject, tenantId } = bearer;
  const { method, originalUrl, body, params } = request;
  return {
    tenantId: params.tenantId ?? NO_TENANT,
    keyHash: hash([applicationId, subject, tenantId, method, originalUrl, key]),
    requestHash: hash(body ?? null),
  };
};

/** How a request ended: well, or with a refusal. */
export type KeptAnswer =
  { status: number; headers: Record<string, string>; body?: unknown } | { code: Code; fields?: FieldFault[] };

const NOTHING_WAS_DONE = new Set([400, 401, 403, 429]);

/** Whether a refusal is what the request met, rather than a reason to send it again as it is or in another form. */
export const isKept = (code: Code): boolean =>
  CODES[code].status < 500 && !NOTHING_WAS_DONE.has(CODES[code].status);
