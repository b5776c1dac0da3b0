import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { House, HouseDescription } from './house.ts';

const ORDERS = ['kill', 'stop', 'restart'] as const;
type Order = (typeof ORDERS)[number];

/** A house in another process, to look at and to disturb. */
export interface RemoteHouse extends HouseDescription {
  /** SIGKILL to a process by its name, such as `broker-1` or `nats`. */
  kill(name: string): Promise<void>;
  /** Stops a process in good order. */
  stop(name: string): Promise<void>;
  /** Starts a process again as it was, stopping it first if it runs, and waits until it works. */
  restart(name: string): Promise<void>;
  /** The processes and whether they run. */
  processes(): Promise<{ name: string; pid?: number; alive: boolean; logFile: string }[]>;
}

/** What stands in the file that tests are given. */
export type HouseFile = HouseDescription & { control: string };

/** A door on the loopback address by which tests kill, stop and restart processes of the house. */
export const openControl = async (house: House): Promise<{ url: string; close: () => void }> => {
  const server = createServer((request, response) => {
    const [, name = '', order = ''] = (request.url ?? '').split('/').map(decodeURIComponent);
    void obey(house, request.method === 'POST' ? order : '', name).then(
      () => response.end(JSON.stringify(house.group.list())),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  const { port } = await listen(server);
  return { url: `http://127.0.0.1:${port}`, close: () => end(server) };
};

const obey = async (house: House, order: string, name: string): Promise<void> => {
  if ((ORDERS as readonly string[]).includes(order)) await house.group[order as Order](name);
};

const end = (server: Server): void => {
  server.close();
  server.closeAllConnections();
};

const listen = (server: Server): Promise<AddressInfo> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address() as AddressInfo)));

/** The house that `npm test` has started, from the file that it names in `PORTICO_E2E_HOUSE`. */
export const connectToHouse = (file: string): RemoteHouse => {
  const { control, ...description } = JSON.parse(readFileSync(file, 'utf8')) as HouseFile;
  const send = async (path: string, method: string) => {
    const response = await fetch(`${control}${path}`, { method });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as Awaited<ReturnType<RemoteHouse['processes']>>;
  };
  const order =
    (verb: Order) =>
    async (name: string): Promise<void> => {
      await send(`/${name}/${verb}`, 'POST');
    };
  return {
    ...description,
    kill: order('kill'),
    stop: order('stop'),
    restart: order('restart'),
    processes: () => send('/', 'GET'),
  };
};
