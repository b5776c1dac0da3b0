import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.js';
import { StateStore } from './state.store.js';

export interface Simulator {
  /** What the issuers begin with, such as `http://localhost:3005`. */
  url: string;
  close(): Promise<void>;
}

/** Starts the simulator on the loopback addresses unless another is named; port 0 takes a free one. */
export async function startSimulator(options: {
  port: number;
  host?: string;
  url?: string;
  stateFile?: string;
}): Promise<Simulator> {
  let open: (app: RequestListener) => void = () => undefined;
  const app = new Promise<RequestListener>((resolve) => {
    open = resolve;
  });
  // The port is known only once it is taken: whoever asks before the application is made waits for it.
  const answer: RequestListener = (request, response) => void app.then((serve) => serve(request, response));
  const first = createServer(answer);
  // The control API asks nobody who they are, so nothing but this machine may reach it.
  await listen(first, options.port, options.host ?? '127.0.0.1');
  const { port } = first.address() as AddressInfo;
  const second = createServer(answer);
  // "localhost" may mean ::1 to a browser; a machine without IPv6 goes without.
  if (options.host === undefined)
    await listen(second, port, '::1').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') throw error;
    });
  const url = options.url ?? `http://localhost:${port}`;
  open(await createApp(url, new StateStore(options.stateFile)));
  return { url, close: async () => void (await Promise.all([stop(first), stop(second)])) };
}

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, resolve);
  });

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
