import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePorts } from './ports.ts';
import { startProxy } from './random-proxy.ts';

const servers: Server[] = [];

const replica = async (answer: RequestListener): Promise<number> => {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

const proxyTo = async (...targets: number[]): Promise<string> => {
  const [port = 0] = await freePorts(1);
  servers.push(await startProxy(port, targets));
  return `http://localhost:${port}`;
};

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

describe(startProxy.name, () => {
  it('answers 503 where no replica listens', async () => {
    const response = await fetch(await proxyTo(...(await freePorts(2))));
    expect(response.status).toBe(503);
  });

  it('answers 502 where a replica breaks off, and asks no second one', async () => {
    let asked = 0;
    const dying = await replica((request) => {
      asked += 1;
      request.socket.destroy();
    });
    const response = await fetch(await proxyTo(dying, dying), { method: 'POST', body: 'x' });
    expect([response.status, asked]).toEqual([502, 1]);
  });

  it('passes a replica by that does not listen, with the whole body', async () => {
    const [gone = 0] = await freePorts(1);
    const living = await replica((request, response) => void request.pipe(response));
    const proxy = await proxyTo(gone, living);
    const answers = await Promise.all(
      Array.from(
        { length: 20 },
        async () => await (await fetch(proxy, { method: 'POST', body: 'hello' })).text(),
      ),
    );
    expect(new Set(answers)).toEqual(new Set(['hello']));
  });

  it('keeps Host, redirects and several cookies as they are', async () => {
    const target = await replica((request, response) => {
      response
        .writeHead(303, { location: `http://${request.headers.host}/next`, 'set-cookie': ['a=1', 'b=2'] })
        .end();
    });
    const proxy = await proxyTo(target);
    const response = await fetch(proxy, { redirect: 'manual' });
    expect([response.status, response.headers.get('location'), response.headers.getSetCookie()]).toEqual([
      303,
      `${proxy}/next`,
      ['a=1', 'b=2'],
    ]);
  });

  it('uses every replica', async () => {
    const named = await Promise.all(
      ['one', 'two'].map((name) => replica((_request, response) => void response.end(name))),
    );
    const proxy = await proxyTo(...named);
    const answers = await Promise.all(
      Array.from({ length: 40 }, async () => await (await fetch(proxy)).text()),
    );
    expect(new Set(answers)).toEqual(new Set(['one', 'two']));
  });
});
