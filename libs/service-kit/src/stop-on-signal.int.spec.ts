import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { HealthChecks } from './health.js';
import { stopperOf } from './stop-on-signal.js';

@Controller()
class Answers {
  @Get('slow')
  async slow(): Promise<string> {
    await sleep(600);
    return 'finished';
  }

  @Get('never')
  async never(): Promise<never> {
    return await new Promise(() => undefined);
  }
}

describe(stopperOf.name, () => {
  let app: INestApplication;
  let port: number;
  const sockets: Socket[] = [];

  const dial = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  const get = async (path: string): Promise<string> =>
    await (await fetch(`http://127.0.0.1:${String(port)}/${path}`)).text();
  /** Milliseconds that a stop takes. */
  const timed = async (stop: () => Promise<void>): Promise<number> => {
    const begun = performance.now();
    await stop();
    return performance.now() - begun;
  };

  const start = async (patience: Parameters<typeof stopperOf>[1]): Promise<() => Promise<void>> => {
    const module = await Test.createTestingModule({
      controllers: [Answers],
      providers: [HealthChecks],
    }).compile();
    app = module.createNestApplication({ logger: false });
    const stop = stopperOf(app, patience);
    await app.listen(0, '127.0.0.1');
    port = ((app.getHttpServer() as Server).address() as AddressInfo).port;
    return stop;
  };
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  it('F23 is not ready at once, and goes on serving until the drain is over', async () => {
    const stop = await start({ drainMs: 500 });
    const stopping = timed(stop);
    expect(await app.get(HealthChecks).ready()).toEqual({ service: 'stopping' });
    await sleep(200);
    expect(await get('slow')).toBe('finished');
    const took = await stopping;
    expect(took).toBeGreaterThanOrEqual(490);
    expect(took).toBeLessThan(2500);
    await expect(get('slow')).rejects.toThrow('fetch failed');
  });

  it('F23 finishes what is under way when it stops listening', async () => {
    const stop = await start({ drainMs: 0 });
    const answer = get('slow');
    await sleep(100);
    expect(await timed(stop)).toBeLessThan(2000);
    expect(await answer).toBe('finished');
  });

  it('F23 does not wait for a connection that has said nothing', async () => {
    const stop = await start({ drainMs: 0 });
    await dial();
    expect(await timed(stop)).toBeLessThan(2000);
  });

  it.each([
    ['a request that is never finished', 'GET /slow HTTP/1.1\r\nHost: x\r\n'],
    ['an answer that never comes', 'GET /never HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('F23 breaks %s off in the end', async (_, said) => {
    const stop = await start({ drainMs: 0, finishMs: 500 });
    (await dial()).write(said);
    await sleep(100);
    const took = await timed(stop);
    expect(took).toBeGreaterThanOrEqual(490);
    expect(took).toBeLessThan(3000);
  });
});
