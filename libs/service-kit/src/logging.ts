import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DynamicModule } from '@nestjs/common';
import { LoggerModule, PinoLogger } from 'nestjs-pino';
import { type HttpLogger, pinoHttp } from 'pino-http';
import { currentTraceId } from './trace.js';

/** Codes and tokens travel in query strings, so no log line has one. */
export const withoutQuery = (url: string): string => url.split('?', 1)[0] ?? '';

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
  req: (request: IncomingMessage) => ({ method: request.method, path: withoutQuery(request.url ?? '') }),
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
      quietReqLogger: true,
    },
  });

/** Express middleware: one line a request, with method, path, status and time. */
export const logRequests = (): HttpLogger =>
  pinoHttp({
    logger: PinoLogger.root,
    serializers,
    quietReqLogger: true,
    customLogLevel: (_request: IncomingMessage, response: ServerResponse) =>
      response.statusCode >= 500 ? 'error' : 'info',
  });
