import type { Server } from 'node:http';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import { Logger } from 'nestjs-pino';
import type { WorkerEnvironment } from './environment.js';
import { HealthChecks } from './health.js';
import { startManagementServer } from './management-server.js';
import { measureProcess } from './metrics.js';
import { exitOnFault } from './start-service.js';
import { stopOnSignal } from './stop-on-signal.js';

/** What a worker is made of: a service that serves no HTTP, such as another team's subscriber. */
export interface Worker<E extends WorkerEnvironment> {
  readEnvironment: () => E;
  module: (environment: E) => DynamicModule;
  /** The transports that it works on, found in its module. */
  strategies: Type<CustomTransportStrategy>[];
  /** What comes before everything else, such as bringing the worker's own database up to date. */
  prepare?: (environment: E) => Promise<unknown>;
}

/**
 * Starts a worker: environment, its own preparation, module, transports, management port; stops it gracefully on
 * SIGTERM and SIGINT (not ready first, then what is in hand is finished). A faulty environment ends the process with
 * code 78 and one line a fault.
 */
export const startWorker = async <E extends WorkerEnvironment>(worker: Worker<E>): Promise<void> => {
  await exitOnFault(async () => {
    const environment = worker.readEnvironment();
    await worker.prepare?.(environment);
    const app = await createWorker(worker, environment);
    stopOnSignal(app, environment.PORTICO_DRAIN_SECONDS);
  });
};

const createWorker = async <E extends WorkerEnvironment>(
  { module, strategies }: Worker<E>,
  environment: E,
): Promise<INestApplication> => {
  const app = await NestFactory.create(module(environment), { bufferLogs: true, abortOnError: false });
  app.useLogger(app.get(Logger));
  measureProcess();
  const management = await startManagementServer(environment.PORTICO_MANAGEMENT_PORT, app.get(HealthChecks));
  (app.getHttpServer() as Server).once('close', () => management.close());
  for (const strategy of strategies) app.connectMicroservice({ strategy: app.get(strategy) });
  await app.startAllMicroservices();
  await app.init();
  return app;
};
