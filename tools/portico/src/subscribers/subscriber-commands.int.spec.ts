import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { jetstream } from '@nats-io/jetstream';
import { connect, headers, nkeyAuthenticator } from '@nats-io/transport-node';
import { FACTS_STREAM, LoginCompleted, UserCreated } from '@portico/contracts';
import { KeyDirectory, makeKeys } from '@portico/deployment';
import { provisionFacts } from '@portico/messaging';
import { freePort, startNats, type TestNats } from '@portico/testing';
import { EXIT } from '../failure.js';
import { runPortico } from '../run-portico.js';

jest.setTimeout(30_000);

const TENANTS = ['0199d5a0-0000-7000-8000-000000000001', '0199d5a0-0000-7000-8000-000000000002'];
const folder = mkdtempSync(join(tmpdir(), 'portico-subscriber-commands-'));
const directory = new KeyDirectory(join(folder, 'keys'));
let nats: TestNats;

interface Outcome {
  code: number;
  out: string;
  err: string;
}

/** A command as a person runs it, without a terminal. */
const portico = async (...args: string[]): Promise<Outcome> => {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  try {
    const code = await runPortico([...args, '--directory', directory.path, '--nats-url', nats.url]);
    return { code, out: written.stdout, err: written.stderr };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
};

const connectAs = async (name: string, seedFile: string) =>
  await connect({
    servers: nats.url,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(readFileSync(seedFile, 'utf8'))),
    inboxPrefix: `_INBOX_${name}`,
  });

const publish = async (id: string, type: string, tenantId = TENANTS[0]!): Promise<void> => {
  const owner = type === UserCreated.type ? 'identity' : 'broker';
  const connection = await connectAs(owner, directory.natsSeed(owner));
  const attributes = headers();
  for (const [name, value] of Object.entries({ id, tenantid: tenantId, dataversion: '1', time: 'now' }))
    attributes.set(`ce-${name}`, value);
  await jetstream(connection).publish(type, JSON.stringify({ of: id }), { headers: attributes });
  await connection.close();
};

/** What a subscriber pulls, acknowledged. */
const take = async (name: string, durable: string): Promise<(string | undefined)[]> => {
  const connection = await connectAs(name, directory.subscriberSeed(name));
  const consumer = await jetstream(connection).consumers.get(FACTS_STREAM, durable);
  const ids: (string | undefined)[] = [];
  for await (const message of await consumer.fetch({ max_messages: 10, expires: 1000 })) {
    ids.push(message.headers?.get('ce-id'));
    await message.ackAck();
  }
  await connection.close();
  return ids;
};

beforeAll(async () => {
  await makeKeys(directory);
  nats = await startNats({
    config: ({ host, port, storeDir }) => {
      const accounts = readFileSync(directory.natsAccounts, 'utf8');
      return `host: "${host}"\nport: ${String(port)}\njetstream { store_dir: "${storeDir}" }\n${accounts}`;
    },
  });
});
afterAll(async () => {
  await nats.stop();
  rmSync(folder, { recursive: true });
});

describe('portico subscriber add', () => {
  it.each<[string, number, string, string[]]>([
    [
      'an event that does not exist',
      EXIT.misused,
      'Portico publishes no user.abducted',
      ['billing', '--events', 'user.abducted'],
    ],
    ['a name with capitals', EXIT.misused, 'lower-case', ['Billing', '--events', 'user.created']],
    ['a name that is a path', EXIT.misused, 'lower-case', ['../nats-broker', '--events', 'user.created']],
    [
      'a name that could be read as a durable',
      EXIT.misused,
      'single hyphens',
      ['a--b', '--events', 'user.created'],
    ],
    ["a name of Portico's own", EXIT.misused, 'Portico itself', ['operator', '--events', 'user.created']],
    ['no event at all', EXIT.misused, 'one event at least', ['billing', '--events', ',']],
  ])('refuses %s, and writes nothing', async (_, code, message, args) => {
    expect(await portico('subscriber', 'add', ...args)).toEqual({
      code,
      out: '',
      err: expect.stringContaining(message),
    });
    expect(existsSync(directory.subscribers)).toBe(false);
  });

  it('refuses a directory without keys', async () => {
    const code = await runPortico(['subscriber', 'list', '--directory', folder, '--nats-url', nats.url]);
    expect(code).toBe(EXIT.misused);
  });

  it('says that there is no stream yet', async () => {
    const { code, err } = await portico(
      'subscriber',
      'add',
      'billing',
      '--events',
      'user.created,login.completed',
    );
    expect([code, err]).toEqual([EXIT.refused, expect.stringContaining('portico migrate')]);
    await provisionFacts({
      url: nats.url,
      nkeySeed: readFileSync(directory.natsSeed('migration'), 'utf8'),
      durables: [],
    });
  });

  it('says that NATS cannot be reached', async () => {
    const url = `nats://127.0.0.1:${String(await freePort())}`;
    const code = await runPortico(['subscriber', 'list', '--directory', directory.path, '--nats-url', url]);
    expect(code).toBe(EXIT.unreachable);
  });

  it('goes on where it ended, and says what NATS must be told', async () => {
    const { code, out } = await portico(
      'subscriber',
      'add',
      'billing',
      '--events',
      'user.created,login.completed',
    );
    expect(code).toBe(EXIT.done);
    expect(out).toContain('durable    billing--login-completed');
    expect(out).toContain('kill -s HUP nats');
    expect(readFileSync(directory.subscriberSeed('billing'), 'utf8')).toMatch(/^SU/);
  });

  it('gives a key that hears its facts and may do nothing else', async () => {
    await nats.restart();
    await publish('1', LoginCompleted.type);
    expect(await take('billing', 'billing--login-completed')).toEqual(['1']);
    const connection = await connectAs('billing', directory.subscriberSeed('billing'));
    await expect(connection.request(LoginCompleted.type, '{}')).rejects.toThrow('Permissions Violation');
    await connection.close();
  });

  it('changes nothing when it runs again', async () => {
    const before =
      readFileSync(directory.natsAccounts, 'utf8') +
      readFileSync(directory.subscriberSeed('billing'), 'utf8');
    const { code, out } = await portico(
      'subscriber',
      'add',
      'billing',
      '--events',
      'login.completed',
      'user.created',
      '--json',
    );
    expect(code).toBe(EXIT.done);
    expect(JSON.parse(out)).toMatchObject({ name: 'billing', new: false, admitted: true });
    expect(
      readFileSync(directory.natsAccounts, 'utf8') +
        readFileSync(directory.subscriberSeed('billing'), 'utf8'),
    ).toBe(before);
    expect(out).not.toContain(readFileSync(directory.subscriberSeed('billing'), 'utf8'));
  });

  it('refuses a name that is taken', async () => {
    const { code, err } = await portico('subscriber', 'add', 'billing', '--events', 'user.created');
    expect([code, err]).toEqual([EXIT.refused, expect.stringContaining('billing is taken')]);
  });

  it('gives a stock client of core NATS its subjects, and no durable', async () => {
    const { out } = await portico(
      'subscriber',
      'add',
      'stock',
      '--events',
      'user.created',
      '--core',
      '--json',
    );
    expect(JSON.parse(out)).toMatchObject({ core: true, durables: [], admitted: false });
  });
});

describe('portico subscriber list', () => {
  it('says how far everybody is', async () => {
    await nats.restart();
    await publish('2', UserCreated.type);
    const { out } = await portico('subscriber', 'list', '--json');
    const [billing, stock] = (JSON.parse(out) as { subscribers: { durables: unknown[] }[] }).subscribers;
    expect(billing?.durables).toEqual([
      { name: 'billing--login-completed', waiting: 0, inHand: 0, handledUntil: 1 },
      { name: 'billing--user-created', waiting: 1, inHand: 0, handledUntil: 0 },
    ]);
    expect(stock?.durables).toEqual([]);
    expect((await portico('subscriber', 'list')).out).toMatch(/billing +user.created +1 +0 +0/);
  });
});

describe('portico events tail', () => {
  const idsOf = (out: string): string[] =>
    out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);

  it('refuses a time that is none, and an unknown event', async () => {
    expect((await portico('events', 'tail', '--since', 'lunch')).code).toBe(EXIT.misused);
    expect((await portico('events', 'tail', '--events', 'user.abducted')).code).toBe(EXIT.misused);
  });

  it('shows the facts that are kept, whole and nothing else', async () => {
    await publish('3', LoginCompleted.type, TENANTS[1]);
    const { code, out } = await portico('events', 'tail', '--no-follow', '--json');
    expect([code, idsOf(out)]).toEqual([EXIT.done, ['1', '2', '3']]);
    expect(JSON.parse(out.split('\n')[0]!)).toEqual({
      sequence: 1,
      id: '1',
      type: 'login.completed',
      version: 1,
      time: 'now',
      tenantId: TENANTS[0],
      data: { of: '1' },
    });
  });

  it('shows those of one event, of several, and of one tenant', async () => {
    const tail = async (...args: string[]) =>
      idsOf((await portico('events', 'tail', '--no-follow', '--json', ...args)).out);
    expect(await tail('--events', 'login.completed')).toEqual(['1', '3']);
    expect(await tail('--events', 'login.completed,user.created')).toEqual(['1', '2', '3']);
    expect(await tail('--tenant', TENANTS[1]!)).toEqual(['3']);
    expect(await tail('--count', '2')).toEqual(['1', '2']);
  });

  it('follows, and does not let a fact steer the terminal', async () => {
    const following = portico('events', 'tail', '--since', '1h', '--count', '4');
    await publish('4', UserCreated.type, '\u001b[2J');
    const { out } = await following;
    expect(out.trim().split('\n')[3]).toMatch(/^#4 now user\.created tenant= \[2J/);
    expect(out).not.toContain('\u001b');
  });
});

describe('portico events replay', () => {
  it.each<[string, number, string[]]>([
    ['neither a time nor a place', EXIT.misused, ['--subscriber', 'billing']],
    ['both', EXIT.misused, ['--subscriber', 'billing', '--since', '1h', '--from-sequence', '1']],
    ['somebody unknown', EXIT.refused, ['--subscriber', 'nobody', '--since', '1h']],
    ['a subscriber of core NATS', EXIT.refused, ['--subscriber', 'stock', '--since', '1h']],
    [
      'an event that it does not hear',
      EXIT.refused,
      ['--subscriber', 'billing', '--since', '1h', '--events', 'user.linked'],
    ],
    ['to begin where nobody can be asked', EXIT.misused, ['--subscriber', 'billing', '--since', '1h']],
  ])('refuses %s', async (_, code, args) => {
    expect((await portico('events', 'replay', ...args)).code).toBe(code);
  });

  it('gives the facts of a place and later again', async () => {
    expect(await take('billing', 'billing--login-completed')).toEqual(['3']);
    const { code, out } = await portico(
      'events',
      'replay',
      '--subscriber',
      'billing',
      '--from-sequence',
      '1',
      '--events',
      'login.completed',
      '--yes',
      '--json',
    );
    expect([code, JSON.parse(out).facts]).toEqual([EXIT.done, 2]);
    expect(await take('billing', 'billing--login-completed')).toEqual(['1', '3']);
  });

  it('gives those since a time, and never skips what was not handled', async () => {
    const { out } = await portico(
      'events',
      'replay',
      '--subscriber',
      'billing',
      '--since',
      '0s',
      '--yes',
      '--json',
    );
    expect((JSON.parse(out) as { durables: unknown[] }).durables).toMatchObject([
      { filter: 'login.completed', facts: 0 },
      { filter: 'user.created', facts: 2, unhandled: 2, fromSequence: 1 },
    ]);
    expect(await take('billing', 'billing--user-created')).toHaveLength(2);
  });
});

describe('portico subscriber remove', () => {
  it('refuses where nobody can be asked, and somebody unknown', async () => {
    expect((await portico('subscriber', 'remove', 'billing')).code).toBe(EXIT.misused);
    expect((await portico('subscriber', 'remove', '../keys', '--yes')).code).toBe(EXIT.refused);
  });

  it('takes key and durables away', async () => {
    const seed = join(folder, 'kept.nk');
    writeFileSync(seed, readFileSync(directory.subscriberSeed('billing')));
    expect((await portico('subscriber', 'remove', 'billing', '--yes')).code).toBe(EXIT.done);
    expect(existsSync(directory.subscriberSeed('billing'))).toBe(false);
    await nats.restart();
    await expect(connectAs('billing', seed)).rejects.toThrow('Authorization');
    const { out } = await portico('subscriber', 'list', '--json');
    expect(JSON.parse(out)).toMatchObject({ subscribers: [{ name: 'stock' }] });
  });
});
