import type { AppError } from '@portico/contracts';
import type { Response } from 'express';
import { TooManyAttempts } from '../throttle/too-many-attempts.js';

/** Sends a page of the login: never cached, never a source of a referrer, never inside a frame. */
export const sendPage = (response: Response, status: number, html: string): void => {
  // Not by `send`, which would make an ETag for what nobody may keep.
  response.status(status).set('Cache-Control', 'no-store').type('html').end(html);
};

/** Sends a page that refuses, and says when to try again where that is known (RFC 9110 §10.2.3). */
export const sendRefusal = (response: Response, error: AppError, html: string): void => {
  const seconds = retryAfterOf(error);
  if (seconds !== undefined) response.set('Retry-After', String(seconds));
  sendPage(response, error.entry.status, html);
};

const retryAfterOf = (error: AppError): number | undefined => {
  if (error instanceof TooManyAttempts) return error.retryAfterSeconds;
  return error.entry.status === 503 ? 5 : undefined;
};

/** Lets the page run the scripts that lie beside it, and no others: passkeys are nothing without one. */
export const allowOwnScript = (response: Response): void => {
  const policy = response.get('Content-Security-Policy');
  if (policy !== undefined) response.set('Content-Security-Policy', `${policy};script-src 'self'`);
};
