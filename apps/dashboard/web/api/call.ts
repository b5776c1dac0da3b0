import { offline, readRefusal } from './refusal.js';

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  /** The revision that the change was made from. */
  ifMatch?: number | string;
  /** Makes a repeated request count once. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

const headersOf = ({ body, ifMatch, idempotencyKey }: CallOptions): Headers => {
  const headers = new Headers({ Accept: 'application/json' });
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  if (ifMatch !== undefined) headers.set('If-Match', `"${ifMatch}"`);
  if (idempotencyKey !== undefined) headers.set('Idempotency-Key', idempotencyKey);
  return headers;
};

/**
 * Asks the dashboard's own server, which adds the session's token and forwards. Answers are typed by the contracts and
 * not parsed again: they come from our own services, and zod would cost a quarter of the first load.
 *
 * @throws Refusal
 */
export const call = async <T>(path: string, options: CallOptions = {}): Promise<T> => {
  const { method = 'GET', body, signal } = options;
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      headers: headersOf(options),
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'same-origin',
      signal: signal ?? null,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw offline();
  }
  if (!answer.ok) throw await readRefusal(answer);
  // 202 and 204 say nothing.
  const text = await answer.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
};

const forwarded =
  (service: 'sso-config' | 'identity' | 'broker') =>
  (path: string): string =>
    `/api/${service}/v1${path}`;

/** The address, at the dashboard's server, of an operation of the service's API. */
export const ssoConfig = forwarded('sso-config');
export const identity = forwarded('identity');
export const broker = forwarded('broker');
