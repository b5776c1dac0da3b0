import { createServer, type Server, type ServerResponse } from 'node:http';
import type { HealthChecks } from './health.js';
import { metricsText } from './metrics.js';

const answer = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'content-type': type }).end(body);
};

const answerHealth = (response: ServerResponse, failures: Record<string, string>): void => {
  const ok = Object.keys(failures).length === 0;
  answer(
    response,
    ok ? 200 : 503,
    'application/json',
    JSON.stringify({ status: ok ? 'ok' : 'failing', failures }),
  );
};

/** `/livez`, `/readyz` and `/metrics` on a port of their own, which the ingress does not publish. */
export const startManagementServer = async (port: number, health: HealthChecks): Promise<Server> => {
  const server = createServer((request, response) => {
    void (async () => {
      if (request.url === '/livez') answerHealth(response, await health.live());
      else if (request.url === '/readyz') answerHealth(response, await health.ready());
      else if (request.url === '/metrics')
        answer(response, 200, 'text/plain; version=0.0.4', await metricsText());
      else answer(response, 404, 'text/plain', 'not found');
    })();
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, resolve));
  return server;
};
