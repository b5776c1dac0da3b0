import type { IncomingMessage } from 'node:http';
import type { DynamicModule } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { LoggerModule, PinoLogger } from 'nestjs-pino';
import { currentTraceId } from './trace.js';

/** A path segment of 256 random bits: the secret of a one-time link. */
const SECRET_SEGMENT = /\/[\w-]{43}(?=\/|$)/g;

/** Codes and tokens travel in query strings, and the secrets of links in paths, so no log line has one. */
export const withoutSecrets = (url: string): string =>
  (url.split('?', 1)[0] ?? '').replace(SECRET_SEGMENT, '/…');

interface LoggedError extends Error {
  code?: unknown;
  detail?: unknown;
}

/** Only named members: database errors carry bound values, HTTP errors carry headers. */
const loggedError = (error: LoggedError): object => ({
  type: error.name,
  message: error.name === 'QueryFailedError' ? 'query failed' : error.message,
  code: error.code,
  stack: error.stack?.split('\n').slice(1, 8).join('\n'),
  cause: error.cause instanceof Error ? loggedError(error.cause) : undefined,
});

const serializers = {
  req: (request: IncomingMessage) => ({ method: request.method, path: withoutSecrets(request.url ?? '') }),
  res: (response: { statusCode: number }) => ({ status: response.statusCode }),
  err: loggedError,
};

/** Structured logs with the trace id of the request or message, without query strings, headers and bound values. */
export const logging = (service: string, level: string): DynamicModule =>
  LoggerModule.forRoot({
    pinoHttp: {
      level,
      base: { service },
      mixin: () => ({ traceId: currentTraceId() }),
      serializers,
      // Requests are logged by `logRequests`, which also sees those that end before they reach Nest.
      autoLogging: false,
    },
    // Nor is a logger made for each request: the trace id is in every line by itself.
    forRoutes: [],
  });

/** As much of a logger as the lines of requests need. */
export interface RequestLogger {
  isLevelEnabled: (level: string) => boolean;
  info: (line: object, message: string) => void;
  error: (line: object, message: string) => void;
}

/**
 * Express middleware: one line a request, with method, path, status and time. pino-http would make a logger for each
 * request; this makes nothing where the line would not be written.
 */
export const logRequests =
  (logger: RequestLogger = PinoLogger.root) =>
  (request: Request, response: Response, next: NextFunction): void => {
    const began = performance.now();
    const { originalUrl: url, method } = request;
    const traceId = currentTraceId();
    response.once('close', () => {
      const level = response.statusCode >= 500 ? 'error' : 'info';
      if (!logger.isLevelEnabled(level)) return;
      const line = {
        traceId,
        req: { method, path: withoutSecrets(url) },
        res: { status: response.statusCode },
        responseTime: Math.round(performance.now() - began),
      };
      logger[level](line, response.writableFinished ? 'request completed' : 'request aborted');
    });
    next();
  };
