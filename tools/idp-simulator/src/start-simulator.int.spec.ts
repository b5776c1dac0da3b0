import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { startSimulator } from './start-simulator.js';

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** The first answer of a server that does not listen yet. */
const firstAnswer = async (url: string): Promise<Response> => {
  for (;;) {
    try {
      return await fetch(url, { signal: AbortSignal.timeout(4000) });
    } catch (error) {
      if (error instanceof DOMException) throw error;
      await setImmediate();
    }
  }
};

describe(startSimulator.name, () => {
  it('answers a request that came as soon as the port was taken', async () => {
    const port = await freePort();
    const starting = startSimulator({ port });
    let isReady = false;
    void starting.then(() => (isReady = true));
    const early = firstAnswer(`http://127.0.0.1:${port}/okta/.well-known/openid-configuration`);
    expect(isReady).toBe(false);
    try {
      expect((await early).status).toBe(200);
    } finally {
      await (await starting).close();
    }
  });

  it('refuses a port that is taken', async () => {
    const simulator = await startSimulator({ port: 0 });
    const { port } = new URL(simulator.url);
    await expect(startSimulator({ port: Number(port) })).rejects.toThrow('EADDRINUSE');
    await simulator.close();
  });
});
