import { jest } from '@jest/globals';
import { Controller, type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { jetstream } from '@nats-io/jetstream';
import { connect, headers, type NatsConnection, nkeyAuthenticator, nkeys } from '@nats-io/transport-node';
import { durableName, type Fact, UserCreated } from '@portico/contracts';
import { Database, DatabaseModule, HealthChecks, newId } from '@portico/service-kit';
import { startNats, startPostgresDatabase, type TestDatabase, type TestNats } from '@portico/testing';
import type { EntityManager } from 'typeorm';
import { inboxPrefixOf } from './connection-options.rules.js';
import { toHeaders } from './headers.rules.js';
import {
  fact,
  natsServerConfig,
  OnEvent,
  type Permissions,
  permissionsOf,
  permissionsOfMigration,
  permissionsOfOperator,
  permissionsOfSubscriber,
  planReplay,
  provisionFacts,
  replayFacts,
  SubscriberModule,
  SubscriberStrategy,
  subscriberTables,
} from './index.js';

jest.setTimeout(30_000);

const TENANT = '0199d5a0-0000-7000-8000-000000000001';
const DURABLE = { name: durableName('billing', UserCreated), filter: UserCreated.type };
const PERMISSIONS: Record<string, Permissions> = {
  identity: permissionsOf('identity'),
  migration: permissionsOfMigration(),
  operator: permissionsOfOperator([DURABLE.name]),
  billing: permissionsOfSubscriber('billing', [DURABLE.name]),
};
const keys = Object.fromEntries(Object.keys(PERMISSIONS).map((name) => [name, nkeys.createUser()]));

/** What another team writes: it fails once for one person. */
@Controller()
class UsersConsumer {
  @OnEvent(UserCreated)
  async created({ id, data }: Fact<typeof UserCreated>, tx: EntityManager): Promise<void> {
    seen.push(data.name);
    await tx.query('INSERT INTO effect (id, name) VALUES ($1, $2)', [id, data.name]);
    if (data.name === 'Dill Harris' && seen.filter((name) => name === data.name).length === 1)
      throw new Error('not now');
  }
}

const seen: string[] = [];
const running = new Set<INestApplication>();
let nats: TestNats;
let database: TestDatabase;
let publisher: NatsConnection;

const optionsOf = (name: string) => ({
  url: nats.url,
  nkeySeed: new TextDecoder().decode(keys[name]!.getSeed()),
});

const start = async (): Promise<INestApplication> => {
  @Module({
    imports: [
      DatabaseModule.forRoot(database.runtimeUrl, []),
      SubscriberModule.forRoot('billing', optionsOf('billing')),
    ],
    controllers: [UsersConsumer],
  })
  class App {}
  @Module({})
  class Kit {}
  const kit = { module: Kit, global: true, providers: [HealthChecks], exports: [HealthChecks] };
  const app = await NestFactory.create({ module: App, imports: [kit] }, { logger: false });
  app.connectMicroservice({ strategy: app.get(SubscriberStrategy) });
  await app.startAllMicroservices();
  await app.init();
  running.add(app);
  return app;
};

const publish = async (name: string, body?: string): Promise<void> => {
  const example = UserCreated.example as object;
  const draft = fact(UserCreated, {
    tenantId: TENANT,
    subject: newId(),
    data: { ...example, name } as never,
  });
  const attributes = headers();
  for (const [key, value] of Object.entries(toHeaders(draft, 'identity', ''))) attributes.set(key, value);
  await jetstream(publisher).publish(draft.type, body ?? JSON.stringify(draft.data), { headers: attributes });
};

const effects = async (): Promise<string[]> =>
  (await database.sql<{ name: string }>('SELECT name FROM effect ORDER BY id')).map(({ name }) => name);
const letters = async (): Promise<{ consumer: string; reason: string }[]> =>
  await database.sql('SELECT consumer, reason FROM dead_letter ORDER BY failed_at');
const until = async <T>(read: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> => {
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

beforeAll(async () => {
  database = await startPostgresDatabase({
    migrations: (role) => [
      ...subscriberTables(role),
      'CREATE TABLE effect (id uuid NOT NULL, name text NOT NULL)',
      `GRANT SELECT, INSERT ON effect TO "${role}"`,
    ],
  });
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
  await provisionFacts({ ...optionsOf('migration'), durables: [DURABLE] });
  publisher = await connect({
    servers: nats.url,
    authenticator: nkeyAuthenticator(keys['identity']!.getSeed()),
    inboxPrefix: inboxPrefixOf('identity'),
  });
});
afterEach(async () => {
  await Promise.all([...running].map(async (app) => await app.close()));
  running.clear();
});
afterAll(async () => {
  await publisher.close();
  await nats.stop();
  await database.drop();
});

describe(SubscriberStrategy.name, () => {
  it('refuses to start with a consumer of something that is no event', async () => {
    const strategy = new SubscriberStrategy('billing', undefined as never, undefined as unknown as Database);
    strategy.addHandler('user.abducted', async () => undefined, true);
    const error = await new Promise((resolve) => strategy.listen(resolve));
    expect(error).toEqual(new Error('user.abducted is no event of Portico'));
  });

  it('handles a fact once, shared by two replicas, and tries again what failed', async () => {
    await Promise.all([start(), start()]);
    await publish('Scout Finch');
    await publish('Dill Harris');
    await publish('Jem Finch');
    expect(await until(effects, (names) => names.length === 3)).toEqual([
      'Scout Finch',
      'Dill Harris',
      'Jem Finch',
    ]);
    expect(seen.filter((name) => name === 'Dill Harris')).toHaveLength(2);
  });

  it('puts what does not fit its contract to the dead letters at once, and goes on with the next', async () => {
    await start();
    await publish('Nobody', '{"reference": 1}');
    await publish('Calpurnia');
    await until(effects, (names) => names.includes('Calpurnia'));
    expect(await letters()).toEqual([{ consumer: DURABLE.name, reason: expect.stringContaining('body: ') }]);
  });

  it('handles nothing twice that it is given again', async () => {
    await start();
    const before = await effects();
    const plans = await planReplay(optionsOf('operator'), [DURABLE], { sequence: 1 });
    await replayFacts({ operator: optionsOf('operator'), migration: optionsOf('migration') }, plans);
    await publish('Atticus Finch');
    await until(effects, (names) => names.includes('Atticus Finch'));
    expect(await effects()).toEqual([...before, 'Atticus Finch']);
  });

  it('is given again what it has forgotten', async () => {
    await database.sql(`DELETE FROM inbox_event; DELETE FROM effect`);
    const plans = await planReplay(optionsOf('operator'), [DURABLE], { sequence: 1 });
    await replayFacts({ operator: optionsOf('operator'), migration: optionsOf('migration') }, plans);
    await start();
    const all = await until(effects, (names) => names.includes('Atticus Finch'));
    expect(all).toEqual(['Scout Finch', 'Dill Harris', 'Jem Finch', 'Calpurnia', 'Atticus Finch']);
  });
});
