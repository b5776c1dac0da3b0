import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

const storage = new AsyncLocalStorage<string>();
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

// From UUIDs, whose random bits Node draws ahead: every request and question needs some, and none has to be secret.
const newTraceparent = (): string => `00-${hexadecimal()}-${hexadecimal().slice(0, 16)}-01`;

const hexadecimal = (): string => randomUUID().replaceAll('-', '');

/** The trace that the running work belongs to, as W3C Trace Context §3.2 writes it; a new one outside any. */
export const currentTraceparent = (): string => storage.getStore() ?? newTraceparent();

/** The 32 hexadecimal digits that logs and problem details show; undefined outside a trace. */
export const currentTraceId = (): string | undefined => storage.getStore()?.slice(3, 35);

/** Runs work within a trace: the given one where it is well-formed, else a new one. */
export const runWithTrace = <T>(traceparent: string | undefined, work: () => T): T =>
  storage.run(traceparent && TRACEPARENT.test(traceparent) ? traceparent : newTraceparent(), work);

/** Express middleware: every request runs within a trace. */
export const traceRequest = (request: Request, _response: Response, next: NextFunction): void => {
  runWithTrace(request.get('traceparent'), next);
};
