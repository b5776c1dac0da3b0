import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';
import helmet from 'helmet';
import { Logger } from 'nestjs-pino';
import { EnvironmentError, managementPort, type ServiceEnvironment } from './environment.js';
import { HealthChecks } from './health.js';
import { startManagementServer } from './management-server.js';
import { logRequests } from './logging.js';
import { measureProcess, measureRequest } from './metrics.js';
import { stopOnSignal } from './stop-on-signal.js';
import { traceRequest } from './trace.js';

/** What a service is made of. */
export interface Service<E extends ServiceEnvironment> {
  readEnvironment: () => E;
  module: (environment: E) => DynamicModule;
  /** The transports that the service answers on besides HTTP, found in its module. */
  strategies?: Type<CustomTransportStrategy>[];
  /** Mounts what must see raw requests, before bodies are parsed. */
  mount?: (app: NestExpressApplication, environment: E) => Promise<void> | void;
}

const BODY_LIMIT = '100kb';

/** No script at all, nothing from elsewhere, never in a frame; a service with more to show says so itself. */
const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
  },
  frameguard: { action: 'deny' },
});

/**
 * Starts a service: environment, module, transports, HTTP, management port; stops it gracefully on SIGTERM and
 * SIGINT (not ready first, then no new connection, then what is under way is finished).
 * A faulty environment ends the process with code 78 and one line a fault (sysexits' EX_CONFIG).
 */
export const startService = async <E extends ServiceEnvironment>(service: Service<E>): Promise<void> => {
  await exitOnFault(async () => {
    const environment = service.readEnvironment();
    const app = await createApplication(service, environment);
    await app.listen(environment.PORT);
    stopOnSignal(app, environment.PORTICO_DRAIN_SECONDS);
  });
};

/** What every start ends with where it fails: the fault on stderr, and code 78 for a faulty environment. */
export const exitOnFault = async (start: () => Promise<void>): Promise<void> => {
  try {
    await start();
  } catch (error) {
    const config = error instanceof EnvironmentError;
    process.stderr.write(
      `cannot start:\n${config ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
    );
    process.exit(config ? 78 : 1);
  }
};

const createApplication = async <E extends ServiceEnvironment>(
  { module, strategies = [], mount }: Service<E>,
  environment: E,
): Promise<NestExpressApplication> => {
  const app = await NestFactory.create<NestExpressApplication>(module(environment), {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  app.set('trust proxy', environment.PORTICO_TRUSTED_HOPS);
  app.disable('x-powered-by');
  app.use(traceRequest, logRequests(), measureRequest, securityHeaders);
  await mount?.(app, environment);
  app.use(express.json({ limit: BODY_LIMIT }), express.urlencoded({ extended: false, limit: BODY_LIMIT }));
  measureProcess();
  const server = app.getHttpServer();
  app.get(HealthChecks).add('http', () => {
    if (!server.listening) throw new Error('not listening yet');
  });
  const management = await startManagementServer(managementPort(environment), app.get(HealthChecks));
  server.once('close', () => management.close());
  for (const strategy of strategies) app.connectMicroservice({ strategy: app.get(strategy) });
  await app.startAllMicroservices();
  return app;
};
