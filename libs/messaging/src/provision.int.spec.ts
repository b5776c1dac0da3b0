import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, jetstreamManager, type PubAck } from '@nats-io/jetstream';
import { createUser } from '@nats-io/nkeys';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { FACTS_STREAM } from '@portico/contracts';
import { freePort, startNats, type TestNats } from '@portico/testing';
import { provisionService } from './provision.js';

/** Three servers that keep streams together. */
const startCluster = async (): Promise<TestNats[]> => {
  const ports = await Promise.all([freePort(), freePort(), freePort()]);
  const routes = ports.map((port) => `nats://127.0.0.1:${String(port)}`);
  return await Promise.all(
    ports.map(
      async (clusterPort, index) =>
        await startNats({
          config: ({ host, port, storeDir }) => `
            server_name: "nats-${String(index)}"
            host: "${host}"
            port: ${String(port)}
            jetstream { store_dir: "${storeDir}" }
            cluster { name: "nats", listen: "127.0.0.1:${String(clusterPort)}", routes: ${JSON.stringify(routes)} }`,
        }),
    ),
  );
};

/** The two that are left need some seconds to choose who leads; until then nobody answers. */
const publishOnceElected = async (nats: NatsConnection): Promise<PubAck> => {
  for (const end = performance.now() + 40_000; ;) {
    try {
      return await jetstream(nats).publish('login.completed', '{}');
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(250);
    }
  }
};

describe('a cluster of NATS', () => {
  let servers: TestNats[];
  let options: { url: string; nkeySeed: string };

  beforeAll(async () => {
    servers = await startCluster();
    options = {
      url: servers.map(({ url }) => url).join(),
      nkeySeed: new TextDecoder().decode(createUser().getSeed()),
    };
  }, 30_000);
  afterAll(async () => await Promise.all(servers.map(async ({ stop }) => await stop())));

  it('keeps the facts as often as the migration job is told, and goes on without one server', async () => {
    await provisionService('broker', { ...options, replicas: 3 });
    await provisionService('identity', options);
    const nats = await connect({ servers: servers.slice(1).map(({ url }) => url), timeout: 5000 });
    try {
      const { config } = await (await jetstreamManager(nats)).streams.info(FACTS_STREAM);
      expect(config.num_replicas).toBe(3);
      await servers[0]?.kill();
      const acknowledged = await publishOnceElected(nats);
      expect(acknowledged.stream).toBe(FACTS_STREAM);
    } finally {
      await nats.close();
    }
  }, 60_000);
});
