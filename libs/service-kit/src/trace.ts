import { randomUUID } from 'node:crypto';
import {
  type Attributes,
  context,
  type Context,
  createContextKey,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { NextFunction, Request, Response } from 'express';

// The one place where the running work knows its trace, whether spans are made of it (tracing-sdk.ts) or not.
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

const TRACEPARENT = /^00-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})$/;
const WITHIN_THE_HOUSE = createContextKey('portico: the trace stays within the house');

const tracer = trace.getTracer('portico');

// From UUIDs, whose random bits Node draws ahead: every request and question needs some, and none has to be secret.
const hexadecimal = (): string => randomUUID().replaceAll('-', '');

const newSpanContext = (): SpanContext => ({
  traceId: hexadecimal(),
  spanId: hexadecimal().slice(0, 16),
  traceFlags: 1,
  isRemote: true,
});

/** A W3C Trace Context §3.2 as a span's; undefined where it is not well-formed. */
export const readTraceparent = (traceparent: string | undefined): SpanContext | undefined => {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId || !flags) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
};

/** A span's context as W3C Trace Context §3.2 writes it. */
export const toTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-0${String(traceFlags & 1)}`;

const activeSpanContext = (): SpanContext | undefined => {
  const active = trace.getSpanContext(context.active());
  return active && isSpanContextValid(active) ? active : undefined;
};

/** The trace that the running work belongs to, as W3C Trace Context §3.2 writes it; a new one outside any. */
export const currentTraceparent = (): string => toTraceparent(activeSpanContext() ?? newSpanContext());

/** The 32 hexadecimal digits that logs and problem details show; undefined outside a trace. */
export const currentTraceId = (): string | undefined => activeSpanContext()?.traceId;

/** Whether somebody follows the running work: spans are made of it. */
export const isTraced = (): boolean => trace.getActiveSpan()?.isRecording() ?? false;

const contextOf = (traceparent: string | undefined): Context =>
  trace.setSpanContext(ROOT_CONTEXT, readTraceparent(traceparent) ?? newSpanContext());

/** Runs work within a trace: the given one where it is well-formed, else a new one. */
export const runWithTrace = <T>(traceparent: string | undefined, work: () => T): T =>
  context.with(contextOf(traceparent), work);

/** What a span is called, and of what kind it is. */
export interface SpanFacts {
  name: string;
  kind: SpanKind;
  /** Never a value that a person or an identity provider has sent. */
  attributes: Attributes;
  /** The trace that it belongs to, where it is not that of the running work. */
  traceparent?: string;
}

/** Runs work in a span of its own; where no spans are made, within the trace alone. */
export const runInSpan = async <T>(facts: SpanFacts, work: (span: Span) => Promise<T>): Promise<T> => {
  const { name, kind, attributes, traceparent } = facts;
  const given = readTraceparent(traceparent);
  const parent = given ? trace.setSpanContext(ROOT_CONTEXT, given) : context.active();
  const span = tracer.startSpan(name, { kind, attributes }, parent);
  const within = isSpanContextValid(span.spanContext()) ? trace.setSpan(parent, span) : contextOf(undefined);
  try {
    return await context.with(within, work, undefined, span);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
};

/** Runs work whose requests go to strangers: they do not learn of the trace. */
export const withoutTelling = <T>(work: () => T): T =>
  context.with(context.active().setValue(WITHIN_THE_HOUSE, true), work);

/** Whether the trace of a context may be told to whoever is asked. */
export const mayTell = (asked: Context): boolean => asked.getValue(WITHIN_THE_HOUSE) !== true;

/** Express middleware: every request runs within a trace. */
export const traceRequest = (request: Request, _response: Response, next: NextFunction): void => {
  if (activeSpanContext()) next();
  else runWithTrace(request.get('traceparent'), next);
};

/** Sends what spans there are, before the process ends. */
export const flushSpans = async (): Promise<void> => {
  const provider = trace.getTracerProvider() as { getDelegate?: () => { forceFlush?: () => Promise<void> } };
  await provider.getDelegate?.().forceFlush?.();
};
