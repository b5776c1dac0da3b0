import { type AddressInfo, createServer } from 'node:net';

/** A TCP listener that nobody should ever reach; it counts who does, and what they say. */
export interface Canary {
  port: number;
  connections: number;
  bytes: number;
  close: () => Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export const startCanary = async (): Promise<Canary> => {
  const server = createServer((socket) => {
    canary.connections++;
    socket.on('data', (data) => (canary.bytes += data.length));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const canary: Canary = {
    port: (server.address() as AddressInfo).port,
    connections: 0,
    bytes: 0,
    close: () =>
      new Promise((resolve) =>
        server.close(() => {
          resolve();
        }),
      ),
  };
  return canary;
};
