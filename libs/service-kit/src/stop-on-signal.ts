import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { HealthChecks } from './health.js';
import { flushSpans } from './trace.js';

/** The slowest answer takes ten seconds; with drain and `preStop` it stays within an orchestrator's usual thirty. */
const FINISH_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 100;

/** How long the parts of a stop may take. */
interface Patience {
  drainMs: number;
  finishMs?: number;
}

/** Stops a service on SIGTERM and SIGINT: not ready at once, served until the drain is over, ended with code 0. */
export const stopOnSignal = (app: INestApplication, drainSeconds: number): void => {
  const stop = stopperOf(app, { drainMs: drainSeconds * 1000 });
  const end = async (): Promise<void> => {
    await stop();
    await flushSpans().catch(() => undefined);
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end());
};

/** How to stop an application: from now on not ready; after the drain no new connection; then what is under way ends. */
export const stopperOf = (
  app: INestApplication,
  { drainMs, finishMs = FINISH_WITHIN_MS }: Patience,
): (() => Promise<void>) => {
  const server = app.getHttpServer() as Server | undefined;
  const open = new Set<Socket>();
  server?.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return async () => {
    app.get(HealthChecks).stop();
    await sleep(drainMs);
    const look = setInterval(() => {
      endIdle(server, open);
    }, LOOK_EVERY_MS);
    const force = setTimeout(() => server?.closeAllConnections(), finishMs);
    await app.close();
    clearInterval(look);
    clearTimeout(force);
  };
};

/**
 * Node itself waits for connections that have said nothing yet, such as browsers and balancers open in advance, and for
 * those that become idle while it waits.
 */
const endIdle = (server: Server | undefined, open: Set<Socket>): void => {
  server?.closeIdleConnections();
  for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
};
