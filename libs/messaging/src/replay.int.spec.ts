import { jest } from '@jest/globals';
import { AckPolicy, jetstream } from '@nats-io/jetstream';
import { connect, headers, type NatsConnection, nkeyAuthenticator, nkeys } from '@nats-io/transport-node';
import { durableName, FACTS_STREAM, LoginCompleted, UserCreated } from '@portico/contracts';
import { startNats, type TestNats } from '@portico/testing';
import { inboxPrefixOf } from './connection-options.rules.js';
import {
  type FactsWanted,
  type NatsOptions,
  natsServerConfig,
  type Permissions,
  permissionsOf,
  permissionsOfMigration,
  permissionsOfOperator,
  permissionsOfSubscriber,
  planReplay,
  provisionDurables,
  provisionFacts,
  readFacts,
  removeDurables,
  replayFacts,
  type StoredFact,
} from './index.js';

jest.setTimeout(30_000);

const OF_BILLING = { name: durableName('billing', LoginCompleted), filter: LoginCompleted.type };
const OF_BROKER = { name: 'broker--user-deactivated', filter: 'user.deactivated' };
const PERMISSIONS: Record<string, Permissions> = {
  broker: permissionsOf('broker'),
  identity: permissionsOf('identity'),
  migration: permissionsOfMigration(),
  operator: permissionsOfOperator([OF_BILLING.name]),
  billing: permissionsOfSubscriber('billing', [OF_BILLING.name]),
  stock: permissionsOfSubscriber('stock', [], [LoginCompleted.type]),
};
const keys = Object.fromEntries(Object.keys(PERMISSIONS).map((name) => [name, nkeys.createUser()]));
const open: NatsConnection[] = [];
let nats: TestNats;

const optionsOf = (name: string): NatsOptions => ({
  url: nats.url,
  nkeySeed: new TextDecoder().decode(keys[name]!.getSeed()),
});

const connectAs = async (name: string): Promise<NatsConnection> => {
  const connection = await connect({
    servers: nats.url,
    authenticator: nkeyAuthenticator(keys[name]!.getSeed()),
    inboxPrefix: inboxPrefixOf(name),
  });
  open.push(connection);
  return connection;
};

/** Publishes a login under a number that tells it from the others. */
const publish = async (number: number): Promise<void> => {
  const attributes = headers();
  attributes.set('ce-id', String(number));
  await jetstream(await connectAs('broker')).publish(LoginCompleted.type, '{}', { headers: attributes });
};

const idsOf = async (wanted: FactsWanted, atMost = Infinity): Promise<(string | undefined)[]> => {
  const facts: StoredFact[] = [];
  for await (const fact of readFacts(optionsOf('operator'), wanted)) if (facts.push(fact) >= atMost) break;
  return facts.map((fact) => fact.headers['ce-id']);
};

/** What the subscriber is given, and acknowledges. */
const take = async (count: number): Promise<(string | undefined)[]> => {
  const durable = await jetstream(await connectAs('billing')).consumers.get(FACTS_STREAM, OF_BILLING.name);
  const ids: (string | undefined)[] = [];
  for await (const message of await durable.fetch({ max_messages: count, expires: 1000 })) {
    ids.push(message.headers?.get('ce-id'));
    await message.ackAck();
  }
  return ids;
};

beforeAll(async () => {
  nats = await startNats({
    config: (place) =>
      natsServerConfig({
        ...place,
        users: Object.entries(PERMISSIONS).map(([name, permissions]) => ({
          name,
          publicKey: keys[name]!.getPublicKey(),
          permissions,
        })),
      }),
  });
  await provisionFacts({ ...optionsOf('migration'), durables: [OF_BILLING, OF_BROKER] });
  for (const number of [1, 2, 3]) await publish(number);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map(async (connection) => await connection.close()));
});
afterAll(async () => {
  await nats.stop();
});

describe(readFacts.name, () => {
  it('reads what is kept, and what comes while it follows', async () => {
    expect(await idsOf({ follow: false })).toEqual(['1', '2', '3']);
    const following = idsOf({ follow: true, since: new Date(0) }, 4);
    await publish(4);
    expect(await following).toEqual(['1', '2', '3', '4']);
  });

  it('reads nothing of an event that never came, and ends', async () => {
    expect(await idsOf({ follow: false, filter: UserCreated.type })).toEqual([]);
  });

  it('begins at a moment', async () => {
    const since = new Date();
    await publish(5);
    expect(await idsOf({ follow: false, since })).toEqual(['5']);
  });

  it('goes on where it was after the server was started again', async () => {
    const ids: unknown[] = [];
    const abort = new AbortController();
    const reading = (async () => {
      const wanted = { follow: true, since: new Date(0), signal: abort.signal };
      for await (const fact of readFacts(optionsOf('operator'), wanted))
        if (ids.push(fact.headers['ce-id']) >= 6) abort.abort();
    })();
    while (ids.length < 5) await new Promise((resolve) => setTimeout(resolve, 20));
    await nats.restart();
    await publish(6);
    await reading;
    expect(ids).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('takes nothing from a subscriber', async () => {
    expect(await take(10)).toEqual(['1', '2', '3', '4', '5', '6']);
  });
});

describe(replayFacts.name, () => {
  it('gives everything from a place on once more, to a subscriber that goes on with the same durable', async () => {
    const plans = await planReplay(optionsOf('operator'), [OF_BILLING], { sequence: 5 });
    expect(plans).toEqual([{ ...OF_BILLING, fromSequence: 5, facts: 2, unhandled: 0 }]);
    await replayFacts({ operator: optionsOf('operator'), migration: optionsOf('migration') }, plans);
    expect(await take(1)).toEqual(['5']);
  });

  it('never skips what has not been handled', async () => {
    const plans = await planReplay(optionsOf('operator'), [OF_BILLING], { since: new Date() });
    expect(plans).toEqual([{ ...OF_BILLING, fromSequence: 6, facts: 1, unhandled: 1 }]);
  });

  it('leaves a durable where it is that a migration finds again', async () => {
    await provisionDurables(optionsOf('migration'), [OF_BILLING]);
    await provisionFacts({ ...optionsOf('migration'), durables: [OF_BILLING] });
    expect(await take(10)).toEqual(['6']);
  });

  it('has no plan for a durable that is not there, and removes it without a failure', async () => {
    await removeDurables(optionsOf('operator'), [OF_BILLING.name]);
    await removeDurables(optionsOf('operator'), [OF_BILLING.name]);
    expect(await planReplay(optionsOf('operator'), [OF_BILLING], { sequence: 1 })).toEqual([]);
  });
});

describe(permissionsOfOperator.name, () => {
  it("refuses to remove one of Portico's own durables", async () => {
    await expect(removeDurables(optionsOf('operator'), [OF_BROKER.name])).rejects.toThrow(
      'Permissions Violation',
    );
  });

  it('refuses to change the stream, to make a durable, and to publish a fact', async () => {
    const operator = await connectAs('operator');
    for (const subject of [
      `$JS.API.STREAM.UPDATE.${FACTS_STREAM}`,
      `$JS.API.STREAM.PURGE.${FACTS_STREAM}`,
      `$JS.API.CONSUMER.DURABLE.CREATE.${FACTS_STREAM}.mine`,
      `$JS.API.CONSUMER.MSG.NEXT.${FACTS_STREAM}.${OF_BROKER.name}`,
      LoginCompleted.type,
    ])
      await expect(operator.request(subject, '{}', { timeout: 2000 })).rejects.toThrow(
        'Permissions Violation',
      );
  });

  it('refuses a durable by the door of consumers without a name', async () => {
    const operator = await connectAs('operator');
    const config = { durable_name: 'mine', ack_policy: AckPolicy.Explicit };
    const answer = await operator.request(
      `$JS.API.CONSUMER.CREATE.${FACTS_STREAM}`,
      JSON.stringify({ stream_name: FACTS_STREAM, config }),
    );
    expect(answer.json()).toMatchObject({ error: { code: 400 } });
  });
});

describe(permissionsOfSubscriber.name, () => {
  const hears = async (name: string, subject: string): Promise<boolean> => {
    const connection = await connectAs(name);
    const heard = new Promise<boolean>((resolve) =>
      connection.subscribe(subject, { callback: (error) => resolve(!error), max: 1 }),
    );
    await connection.flush();
    await publish(7);
    return await heard;
  };

  it('lets only a subscriber of core NATS hear an event without the stream', async () => {
    expect(await hears('billing', LoginCompleted.type)).toBe(false);
    expect(await hears('stock', LoginCompleted.type)).toBe(true);
  });

  it('does not let it hear another event', async () => {
    expect(await hears('stock', UserCreated.type)).toBe(false);
  });
});
