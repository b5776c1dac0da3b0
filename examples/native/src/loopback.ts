import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A listener on a free port of this machine that waits for the one answer of Portico (RFC 8252 §7.3). */
export const listen = async (path: string) => {
  const server = createServer();
  const answer = new Promise<string>((resolve) => {
    server.on('request', (request, response) => {
      const url = new URL(request.url ?? '/', redirectUri);
      if (url.pathname !== path) return void response.writeHead(404).end();
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end('<!doctype html><title>Done</title><p id="done">Done. You can close this window.</p>');
      resolve(url.href);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const redirectUri = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}${path}`;
  return {
    redirectUri,
    answer,
    close: (): void => {
      server.close();
      server.closeAllConnections();
    },
  };
};
