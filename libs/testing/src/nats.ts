import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from './needs.js';

/** Where the server is going to run. */
export interface NatsPlace {
  host: string;
  port: number;
  storeDir: string;
}

/** A running nats-server of the test's own. */
export interface TestNats {
  url: string;
  port: number;
  /** Ends it in good order and removes its store. */
  stop: () => Promise<void>;
  /** Ends it at once (SIGKILL); the store stays. */
  kill: () => Promise<void>;
  /** Kills it if it runs and starts it again at the same place; with `empty`, on an empty store. */
  restart: (options?: { empty?: boolean; config?: (place: NatsPlace) => string }) => Promise<void>;
}

const openServer = ({ host, port, storeDir }: NatsPlace): string =>
  `host: ${JSON.stringify(host)}\nport: ${String(port)}\njetstream { store_dir: ${JSON.stringify(storeDir)} }\n`;

/** Starts a nats-server with JetStream on a free port; `config` makes its configuration (open to all by default). */
export const startNats = async ({
  config = openServer,
}: { config?: (place: NatsPlace) => string } = {}): Promise<TestNats> => {
  const binary = needs('PORTICO_TEST_NATS_BIN', 'the path of a nats-server');
  const folder = await mkdtemp(join(tmpdir(), 'portico-nats-'));
  const place = { host: '127.0.0.1', port: await freePort(), storeDir: join(folder, 'store') };
  const file = join(folder, 'nats-server.conf');
  await writeFile(file, config(place));
  let server = await launch(binary, file);
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill(signal);
    await gone;
  };
  return {
    url: `nats://${place.host}:${String(place.port)}`,
    port: place.port,
    kill: async () => await end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
    restart: async ({ empty = false, config: another = config } = {}) => {
      await end('SIGKILL');
      await writeFile(file, another(place));
      if (empty) await rm(place.storeDir, { recursive: true, force: true });
      server = await launch(binary, file);
    },
  };
};

/** A port of the loopback interface that nobody uses now. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

const launch = async (binary: string, file: string): Promise<ChildProcess> => {
  const server = spawn(binary, ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  endWithThisProcess(server);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => {
      reject(new Error(`nats-server did not start:\n${said}`));
    });
    server.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-10_000);
      if (said.includes('Server is ready')) resolve();
    });
  });
  return server;
};

// A test run that crashes or is killed must not leave its servers behind: a shell waits for the end of its input.
const endWithThisProcess = (server: ChildProcess): void => {
  if (server.pid === undefined) return;
  const watcher = spawn('sh', ['-c', `read _; kill -9 ${String(server.pid)}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  (watcher.stdin as Socket).unref();
  server.once('exit', () => watcher.kill());
};
