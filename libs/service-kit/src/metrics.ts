import type { NextFunction, Request, Response } from 'express';
import { METHODS } from 'node:http';
import { trace } from '@opentelemetry/api';
import { collectDefaultMetrics, register } from 'prom-client';
import { histogram } from './figures.js';

const requestSeconds = histogram(
  {
    name: 'portico_http_request_seconds',
    help: 'Time from a request to its answer, by method, route and status',
    labels: {
      method: METHODS,
      route: "The patterns of the service's routes, such as `/login/:uid`, and `other`",
      status: 'HTTP status codes that Portico answers with',
    },
  },
  [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
);

/**
 * Express middleware: counts and times every request under its route's pattern, which keeps the labels few. Whatever
 * answers without a route of Express names one in `response.locals.route`.
 */
export const measureRequest = (request: Request, response: Response, next: NextFunction): void => {
  const stop = requestSeconds.startTimer({ method: request.method });
  const span = trace.getActiveSpan();
  response.once('finish', () => {
    const named = response.locals['route'] as string | undefined;
    const route = named ?? (request.route as { path?: string } | undefined)?.path ?? 'other';
    stop({ route, status: String(response.statusCode) });
    span?.setAttribute('http.route', route).updateName(`${request.method} ${route}`);
  });
  next();
};

/** Names the route of a request that is answered by no route of Express: its figure and its span are found under it. */
export const nameRoute = (response: Response, route: string): void => {
  response.locals['route'] = route;
};

/** Starts the figures of the process itself: CPU, memory, event-loop delay. */
export const measureProcess = (): void =>
  // The stock 10 ms wakes every process a hundred times a second, whether it has work or not.
  collectDefaultMetrics({ eventLoopMonitoringPrecision: 100 });

/** All figures in Prometheus's text format. */
export const metricsText = async (): Promise<string> => await register.metrics();
