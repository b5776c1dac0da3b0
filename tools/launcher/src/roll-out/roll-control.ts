import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProcessGroup } from '../process-group.ts';
import type { Rolled } from './launcher-of.ts';
import type { RollingHouse } from './rolling-house.ts';
import type { Release } from './rolling-service.ts';

/** The door on the loopback address by which the suite that loads the house rolls it forth and back. */
export const openRollControl = async (house: RollingHouse): Promise<{ url: string; close: () => void }> => {
  const server = createServer((request, response) => {
    void obey(house, request).then(
      (answer) => response.end(JSON.stringify(answer ?? null)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

/** `/migrate`, `/replace/<service>/<release>`, `/refused`, and the processes at any other path. */
const obey = async (house: RollingHouse, { method, url = '' }: IncomingMessage): Promise<unknown> => {
  const [, order, service, release] = url.split('/');
  if (method === 'POST' && order === 'migrate') return await house.migrate();
  if (method === 'POST' && order === 'replace')
    return await house.replaceOne(service as Rolled, release as Release);
  return order === 'refused' ? house.refused : processes(house.group);
};

const processes = (group: ProcessGroup): unknown => group.list();
