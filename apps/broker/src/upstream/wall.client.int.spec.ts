import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type Canary, type HostileIdp, type Reply, startCanary, startHostileIdp } from '@portico/testing';
import { guardedConnector, type LookupAll, publicOnly } from './guarded-connector.client.js';
import { UpstreamRefusal } from './upstream-refusal.js';
import { UpstreamSettings, type UpstreamTimes } from './upstream-settings.js';
import type { Purpose } from './wall-answer.client.js';
import { Wall } from './wall.client.js';

const keys = { keys: [] };
const walls: Wall[] = [];

const aWall = (allowed: string[], options: Partial<UpstreamTimes> & { lookup?: LookupAll } = {}): Wall => {
  const wall = new Wall(new UpstreamSettings(allowed, keys, { headersMs: 250, totalMs: 500, ...options }));
  walls.push(wall);
  return wall;
};

const ask = async (wall: Wall, address: string, purpose: Purpose = 'discovery'): Promise<string> => {
  try {
    await wall.fetch(purpose, address, { method: 'GET', headers: {} });
    return 'answered';
  } catch (error) {
    return error instanceof UpstreamRefusal ? error.reason : `leaked ${String(error)}`;
  }
};

const resolving =
  (...rounds: string[][]): LookupAll =>
  (_hostname, _options, done) => {
    const addresses = rounds.length > 1 ? (rounds.shift() ?? []) : (rounds[0] ?? []);
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };

let canary: Canary;
let idp: HostileIdp;

beforeAll(async () => {
  canary = await startCanary();
  idp = await startHostileIdp();
});
beforeEach(() => idp.reset());
afterAll(async () => {
  await Promise.all(walls.map((wall) => wall.onApplicationShutdown()));
  await idp.close();
  await canary.close();
});

describe('the way out, before anything is sent', () => {
  it.each([
    '127.0.0.1',
    '[::1]',
    '0.0.0.0',
    '[::ffff:127.0.0.1]',
    'localhost',
    'localhost.',
    '2130706433',
    '127.1',
  ])('S01 S02 S03 connects nowhere for %s', async (host) => {
    const port = canary.port.toString();
    await expect(ask(aWall([]), `https://${host}/`)).resolves.toBe('private');
    await expect(ask(aWall([]), `https://${host}:${port}/`)).resolves.toBe('insecure');
    await expect(ask(aWall([`http://elsewhere.example:${port}`]), `http://${host}:${port}/`)).resolves.toBe(
      'insecure',
    );
    expect(canary.connections).toBe(0);
  });

  it.each([
    ['a loopback address', ['127.0.0.1']],
    ['an address of the metadata service', ['169.254.169.254']],
    ['a public and a private one', ['93.184.215.14', '10.0.0.1']],
    ['a mapped one', ['::ffff:127.0.0.1']],
    ['none at all', []],
  ])('S03 F29 connects nowhere for a name with %s', async (_, addresses) => {
    const wall = aWall([], { lookup: resolving(addresses) });
    await expect(ask(wall, 'https://idp.example.com/')).resolves.toBe('private');
    expect(canary.connections).toBe(0);
  });

  it('F29 refuses a name that cannot be resolved', async () => {
    const failing: LookupAll = (_hostname, _options, done) => {
      done(Object.assign(new Error('no answer'), { code: 'EAI_AGAIN' }), []);
    };
    await expect(ask(aWall([], { lookup: failing }), 'https://idp.example.com/')).resolves.toBe(
      'unreachable',
    );
  });
});

describe(guardedConnector.name, () => {
  const through = async (hostname: string, lookup?: LookupAll): Promise<string> => {
    const connector = guardedConnector({ isTrusted: () => false, timeoutMs: 500, lookup });
    return await new Promise((resolve) => {
      const port = canary.port.toString();
      connector({ protocol: 'https:', hostname, host: `${hostname}:${port}`, port }, (...[error]) => {
        resolve(error instanceof UpstreamRefusal ? error.reason : `leaked ${String(error)}`);
      });
    });
  };

  it('S04 sends not a byte, TLS included, when a socket has got through to a private address', async () => {
    const before = canary.connections;
    await expect(through('127.0.0.1')).resolves.toBe('private');
    const probe: Socket = await new Promise((resolve) => {
      const socket = connect(canary.port, '127.0.0.1', () => resolve(socket));
    });
    probe.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    // An address needs no look-up, so this layer alone stood in the way.
    expect(canary.connections).toBe(before + 2);
    expect(canary.bytes).toBe(0);
  });

  it('S03 does not even connect to a name that resolves to a private address', async () => {
    const before = canary.connections;
    await expect(through('idp.example.com', resolving(['127.0.0.1']))).resolves.toBe('private');
    expect(canary.connections).toBe(before);
  });
});

describe(publicOnly.name, () => {
  it('S04 refuses a name that was public at the last look-up and is private now', async () => {
    const lookup = publicOnly(resolving(['93.184.215.14'], ['127.0.0.1']));
    const once = (): Promise<unknown> =>
      new Promise((resolve) => {
        lookup('idp.example.com', { all: true }, (error, found) => {
          resolve(error ?? found);
        });
      });
    await expect(once()).resolves.toEqual([{ address: '93.184.215.14', family: 4 }]);
    await expect(once()).resolves.toMatchObject({ reason: 'private' });
  });
});

/** Where what is sent decides and not the clock, however busy the machine is. */
const PATIENT: Partial<UpstreamTimes> = { headersMs: 10_000, totalMs: 20_000 };

const PURPOSES: [Purpose, number][] = [
  ['discovery', 512_000],
  ['keys', 512_000],
  ['token', 64_000],
  ['userinfo', 256_000],
];

describe.each(PURPOSES)('an answer for %s', (purpose, mostBytes) => {
  const answering = async (
    reply: Partial<Reply>,
    times: Partial<UpstreamTimes> = PATIENT,
  ): Promise<string> => {
    idp.lies.discovery = (honest) => ({ ...honest, ...reply });
    return await ask(aWall([idp.origin], times), `${idp.issuer}/.well-known/openid-configuration`, purpose);
  };
  const json = (bytes: number): string => JSON.stringify({ a: 'x'.repeat(bytes - 8) });

  it.each([301, 302, 303, 307, 308])(
    'P27 S06 is refused, and nothing is sent again, as a redirect with %i',
    async (status) => {
      const location = `${idp.origin}/stolen`;
      await expect(answering({ status, headers: { location } })).resolves.toBe('unusable');
      expect(idp.requests.elsewhere).toHaveLength(0);
    },
  );

  it('S09 is refused with one byte too many', async () => {
    await expect(answering({ body: json(mostBytes + 1) })).resolves.toBe('unusable');
    await expect(answering({ body: json(mostBytes) })).resolves.toBe('answered');
  });

  it('S09 is cut when it never ends', async () => {
    await expect(answering({ endless: 'fast' })).resolves.toBe('unusable');
  });

  it('S11 is cut when it never ends once unpacked', async () => {
    await expect(answering({ endless: 'gzip' })).resolves.toBe('unusable');
  });

  it.each<[string, Partial<Reply>]>([
    ['silence', { silent: true }],
    ['late headers', { delayMs: 400 }],
    ['a byte now and then', { endless: 'slow' }],
  ])('S10 F15 is given up in time after %s', async (_, reply) => {
    const startedAt = performance.now();
    await expect(answering(reply, {})).resolves.toBe('timeout');
    expect(performance.now() - startedAt).toBeLessThan(700);
  });

  it.each<[string, Partial<Reply>]>([
    ['HTML', { body: '<html></html>', headers: { 'content-type': 'text/html' } }],
    ['HTML that calls itself JSON', { body: '<html></html>' }],
    ['JSON that calls itself HTML', { headers: { 'content-type': 'text/html' } }],
    ['JSON that calls itself nothing', { headers: {} }],
    ['a list', { body: '[]' }],
    ['null', { body: 'null' }],
    ['nothing', { body: '' }],
    ['half an object', { body: '{"issuer":' }],
    ['60,000 levels', { body: '['.repeat(60_000) }],
    ['__proto__', { body: '{"__proto__":{"admin":true}}' }],
    ['a member twice', { body: '{"issuer":"a","issuer":"b"}' }],
    [
      'an encoding that was not asked for',
      { headers: { 'content-type': 'application/json', 'content-encoding': 'br' } },
    ],
    ['broken gzip', { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } }],
  ])('S12 is refused as %s', async (_, reply) => {
    await expect(answering(reply)).resolves.toBe('unusable');
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it.each<[string, Partial<Reply>]>([
    ['500', { status: 500 }],
    ['503', { status: 503, body: 'try later' }],
    ['429', { status: 429, headers: { 'retry-after': '60' } }],
    ['a cut connection', { cut: 'before' }],
    ['a connection cut halfway', { cut: 'halfway' }],
  ])('F15 is an outage as %s', async (_, reply) => {
    await expect(answering(reply)).resolves.toBe('unreachable');
  });
});

describe(Wall.name, () => {
  it('S09 keeps its memory flat with 50 endless answers at once', async () => {
    idp.lies.discovery = (honest) => ({ ...honest, endless: 'fast' });
    const wall = aWall([idp.origin], { headersMs: 3000, totalMs: 6000 });
    const address = `${idp.issuer}/.well-known/openid-configuration`;
    const before = process.memoryUsage().heapUsed;
    const reasons = await Promise.all(Array.from({ length: 50 }, () => ask(wall, address, 'token')));
    expect(new Set(reasons)).toEqual(new Set(['unusable']));
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000);
  });

  it('F15 says unreachable where nobody listens', async () => {
    await expect(ask(aWall(['http://127.0.0.1:9']), 'http://127.0.0.1:9/')).resolves.toBe('unreachable');
  });

  it('S13 says nothing of the answer in its refusal', async () => {
    idp.lies.discovery = (honest) => ({ ...honest, body: 'root:x:0:0', headers: { 'x-secret': 'teapot' } });
    const wall = aWall([idp.origin]);
    const address = `${idp.issuer}/.well-known/openid-configuration?who=scout`;
    const refusal = wall.fetch('discovery', address, { method: 'GET', headers: {} });
    await expect(refusal).rejects.toThrow(/^unusable: 127\.0\.0\.1:\d+ for discovery: not a JSON object$/);
  });

  it('reads a packed answer, and asks again over the same connection', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    idp.lies.discovery = ({ status, body }) => ({ status, headers, body: gzipSync(JSON.stringify(body)) });
    const wall = aWall([idp.origin]);
    const address = `${idp.issuer}/.well-known/openid-configuration`;
    const asked = { method: 'GET', headers: {} };
    for (const _ of [1, 2]) {
      const answer = await wall.fetch('discovery', address, asked);
      await expect(answer.json()).resolves.toMatchObject({ issuer: idp.issuer });
    }
    expect(new Set(idp.requests.discovery.map(({ port }) => port)).size).toBe(1);
  });
});
