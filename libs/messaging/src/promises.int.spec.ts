import { connect as dial, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Controller, type INestApplication, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import {
  connect,
  headers,
  type Msg,
  nanos,
  type NatsConnection,
  nkeyAuthenticator,
  nkeys,
} from '@nats-io/transport-node';
import {
  AppError,
  durableName,
  FACTS_STREAM,
  FACTS_SUBJECTS,
  type Fact,
  GetSettings,
  GetUser,
  LoginCompleted,
  LookupEmail,
  type ServiceName,
  SsoConfigChanged,
  VerifyToken,
} from '@portico/contracts';
import { Database, DatabaseModule, HealthChecks, newId, tenantPolicy } from '@portico/service-kit';
import {
  freePort,
  type NatsPlace,
  startNats,
  startPostgresDatabase,
  type TestDatabase,
  type TestNats,
} from '@portico/testing';
import type { EntityManager } from 'typeorm';
import { HandleFact } from './handle-fact.js';
import { toHeaders } from './headers.rules.js';
import {
  Answers,
  Ask,
  fact,
  messagingTables,
  MessagingModule,
  type NatsOptions,
  NatsStrategy,
  natsServerConfig,
  OnEvent,
  Outbox,
  permissionsOf,
  permissionsOfMigration,
  permissionsOfSubscriber,
  provisionService,
} from './index.js';

jest.setTimeout(30_000);

const NAMES = ['sso-config', 'identity', 'broker', 'migration', 'auditor'] as const;
type Name = (typeof NAMES)[number];
type ConfigFact = Fact<typeof SsoConfigChanged>;

const CONSUMER = durableName('broker', SsoConfigChanged);
const keys = Object.fromEntries(NAMES.map((name) => [name, nkeys.createUser()])) as Record<
  Name,
  ReturnType<typeof nkeys.createUser>
>;
const seedOf = (name: Name): string => new TextDecoder().decode(keys[name].getSeed());
const permissions = {
  'sso-config': permissionsOf('sso-config'),
  identity: permissionsOf('identity'),
  broker: permissionsOf('broker'),
  migration: permissionsOfMigration(),
  auditor: permissionsOfSubscriber('auditor', ['auditor--login-completed']),
};

const configFor = (names: readonly Name[]) => (place: NatsPlace) =>
  natsServerConfig({
    ...place,
    users: names.map((name) => ({
      name,
      publicKey: keys[name].getPublicKey(),
      permissions: permissions[name],
    })),
  });

let nats: TestNats;
let publisher: TestDatabase;
let consumer: TestDatabase;
const running = new Set<INestApplication>();

const optionsOf = (name: Name, more: Partial<NatsOptions> = {}): NatsOptions => ({
  url: nats.url,
  nkeySeed: seedOf(name),
  ...more,
});

interface Doors {
  database?: TestDatabase;
  doors?: Type[];
  options?: Partial<NatsOptions>;
}

const start = async (service: ServiceName, { database, doors = [], options }: Doors = {}) => {
  @Module({
    imports: [
      DatabaseModule.forRoot((database ?? consumer).runtimeUrl, []),
      MessagingModule.forService(service, optionsOf(service, options)),
    ],
    controllers: doors,
  })
  class App {}
  @Module({})
  class Kit {}
  const kit = { module: Kit, global: true, providers: [HealthChecks], exports: [HealthChecks] };
  const app = await NestFactory.create({ module: App, imports: [kit] }, { logger: false });
  app.connectMicroservice({ strategy: app.get(NatsStrategy) });
  await app.startAllMicroservices();
  await app.init();
  running.add(app);
  return app;
};

const stop = async (app: INestApplication): Promise<void> => {
  running.delete(app);
  await app.close();
};

/** A consumer of the broker that leaves one row for each time it has an effect. */
const consumerDoor = (
  replica: string,
  before: (fact: ConfigFact) => Promise<void> | void = () => undefined,
): Type => {
  @Controller()
  class SettingsConsumer {
    @OnEvent(SsoConfigChanged)
    async changed(fact: ConfigFact, tx: EntityManager): Promise<void> {
      await tx.query('INSERT INTO effect (tenant_id, event_id, replica) VALUES ($1, $2, $3)', [
        fact.tenantId,
        fact.id,
        replica,
      ]);
      await before(fact);
    }
  }
  return SettingsConsumer;
};

const aFact = (tenantId: string, version = 1) =>
  fact(SsoConfigChanged, { tenantId, subject: tenantId, data: { version, changed: ['tenant'] } });

/** Tells facts as work does: through the outbox, in one transaction. */
const tell = async (app: INestApplication, tenantId: string, count = 1): Promise<string[]> => {
  const drafts = Array.from({ length: count }, (_, n) => aFact(tenantId, n + 1));
  await app.get(Database).inTenant(tenantId, async (tx) => {
    for (const draft of drafts) await app.get(Outbox).add(tx, draft);
  });
  return drafts.map(({ id }) => id);
};

const effectsOf = async (tenantId: string): Promise<{ event_id: string; replica: string }[]> =>
  await consumer.sql('SELECT event_id, replica FROM effect WHERE tenant_id = $1', [tenantId]);

const deadLettersOf = async (eventId: string): Promise<{ reason: string; deliveries: number }[]> =>
  await consumer.sql('SELECT reason, deliveries FROM dead_letter WHERE event_id = $1', [eventId]);

const unsent = async (): Promise<number> =>
  (await publisher.sql('SELECT 1 FROM outbox_event WHERE sent_at IS NULL')).length;

const eventually = async <T>(look: () => Promise<T> | T, withinMs = 10_000): Promise<T> => {
  const end = performance.now() + withinMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(25);
    }
  }
};

const expectOneEffectEach = async (tenantId: string, ids: string[], withinMs?: number): Promise<void> => {
  await eventually(async () => {
    expect((await effectsOf(tenantId)).map(({ event_id }) => event_id).sort()).toEqual([...ids].sort());
  }, withinMs);
};

/** A connection without the house's manners, for messages that the house would not send. */
const raw = async (name: Name): Promise<NatsConnection> =>
  await connect({
    servers: nats.url,
    authenticator: nkeyAuthenticator(keys[name].getSeed()),
    inboxPrefix: `_INBOX_${name}`,
  });

const sendRaw = async (id: string, tenantId: string, changes: Record<string, string> = {}, body?: string) => {
  const connection = await raw('sso-config');
  const envelope = headers();
  const given = {
    'ce-id': id,
    'ce-type': SsoConfigChanged.type,
    'ce-source': 'portico/sso-config',
    'ce-time': new Date().toISOString(),
    'ce-subject': tenantId,
    'ce-dataversion': '1',
    'ce-tenantid': tenantId,
    ...changes,
  };
  for (const [name, value] of Object.entries(given)) envelope.set(name, value);
  // No message id: as if the stream had forgotten the first one.
  await jetstream(connection).publish(
    SsoConfigChanged.type,
    body ?? JSON.stringify({ version: 1, changed: ['tenant'], unheardOf: true }),
    { headers: envelope },
  );
  await connection.close();
};

/** A door in the way to NATS that can be shut (refuses) or made a black hole (takes and says nothing). */
const startProxy = async () => {
  const sockets = new Set<Socket>();
  let silent = false;
  let server: Server | undefined;
  const port = await freePort();
  const proxy = {
    url: `nats://127.0.0.1:${String(port)}`,
    open: async (): Promise<void> => {
      server = createServer((near) => {
        const far = dial(nats.port, '127.0.0.1');
        for (const [from, to] of [
          [near, far],
          [far, near],
        ] as const) {
          sockets.add(from);
          from.on('data', (chunk) => {
            if (!silent) to.write(chunk);
          });
          from.on('error', () => undefined);
          from.on('close', () => to.destroy());
        }
      });
      await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
    },
    swallow: (value: boolean): void => void (silent = value),
    close: (): void => {
      server?.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
  return proxy;
};

const aTenant = newId();
const aUser = {
  tenantId: aTenant,
  userId: aTenant,
  email: 'scout@acme.example',
  name: 'Scout Finch',
  externalId: null,
  status: 'active' as const,
  roles: [],
};

@Controller()
class IdentityResponder {
  lookups = 0;

  @Answers(LookupEmail)
  async lookup({ email }: { email: string }) {
    this.lookups += 1;
    if (email === 'refused@acme.example') throw new AppError('user_unknown');
    if (email === 'broken@acme.example') throw new Error('password=hunter2');
    if (email === 'lost@acme.example' && this.lookups === 1) await sleep(10_000, undefined, { ref: false });
    if (email === 'slow@acme.example') await sleep(10_000, undefined, { ref: false });
    return { users: [{ ...aUser, passwordHash: 'not for you' }] };
  }

  @Answers(GetUser)
  async get() {
    return await Promise.resolve({ user: null });
  }
}

let told: INestApplication;
let heard: INestApplication;
let identity: INestApplication;
const stubborn = { id: newId(), tenantId: newId() };
const grumpy = new Map<string, number>();

beforeAll(async () => {
  const migrations = (role: string) => [
    ...messagingTables(role),
    'CREATE TABLE effect (tenant_id uuid NOT NULL, event_id uuid NOT NULL, replica text NOT NULL)',
    `GRANT SELECT, INSERT ON effect TO ${role}`,
    ...tenantPolicy('effect').filter((statement) => !statement.includes('FORCE')),
  ];
  [nats, publisher, consumer] = await Promise.all([
    startNats({ config: configFor(NAMES) }),
    startPostgresDatabase({ migrations }),
    startPostgresDatabase({ migrations }),
  ]);
  const job = optionsOf('migration');
  await Promise.all([provisionService('broker', job), provisionService('broker', job)]);
  told = await start('sso-config', { database: publisher });
  heard = await start('broker', {
    doors: [
      consumerDoor('first', ({ id }) => {
        const left = grumpy.get(id) ?? 0;
        grumpy.set(id, left - 1);
        if (left > 0) throw new Error('not now');
      }),
    ],
  });
  identity = await start('identity', { database: publisher, doors: [IdentityResponder] });
  grumpy.set(stubborn.id, Number.MAX_SAFE_INTEGER);
  // Its last try comes 15 seconds after the first; the test that waits for it stands further below.
  await sendRaw(stubborn.id, stubborn.tenantId);
});

afterAll(async () => {
  await Promise.allSettled([...running].map((app) => stop(app)));
  await Promise.allSettled([nats.stop(), publisher.drop(), consumer.drop()]);
});

describe('a fact', () => {
  it('refuses a fact that the service does not publish', async () => {
    const draft = fact(LoginCompleted, { tenantId: aTenant, subject: aTenant, data: LoginCompleted.example });
    const adding = told.get(Database).transaction((tx) => told.get(Outbox).add(tx, draft));
    await expect(adding).rejects.toThrow('sso-config does not publish login.completed');
  });

  it('publishes nothing of a transaction that is rolled back', async () => {
    const tenantId = newId();
    const work = told.get(Database).inTenant(tenantId, async (tx) => {
      await told.get(Outbox).add(tx, aFact(tenantId));
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    const ids = await tell(told, tenantId);
    await expectOneEffectEach(tenantId, ids);
  });

  it('is delivered again after its consumer threw, and nothing of the failed try stays', async () => {
    const tenantId = newId();
    const draft = aFact(tenantId);
    grumpy.set(draft.id, 1);
    await told.get(Database).inTenant(tenantId, (tx) => told.get(Outbox).add(tx, draft));
    await expectOneEffectEach(tenantId, [draft.id]);
    expect(grumpy.get(draft.id)).toBe(-1);
  });

  it('has one effect although it is published twice', async () => {
    const [id, tenantId] = [newId(), newId()];
    await sendRaw(id, tenantId);
    await sendRaw(id, tenantId);
    const later = await tell(told, tenantId);
    await expectOneEffectEach(tenantId, [id, ...later]);
  });

  it.each([
    ['not JSON', {}, '{"version":', 'body'],
    ['of another shape', {}, '{"version":"seven"}', 'body'],
    ['of an unknown version', { 'ce-dataversion': '2' }, undefined, 'ce-dataversion'],
    ['of another type', { 'ce-type': 'login.completed' }, undefined, 'ce-type'],
    ['without a tenant', { 'ce-tenantid': '' }, undefined, 'tenantId'],
    ['with a NUL in it', {}, '"\0"', 'body'],
  ])(
    'goes to the dead letters at once when it is %s, and later facts go on',
    async (_, changes, body, reason) => {
      const [id, tenantId] = [newId(), newId()];
      await sendRaw(id, tenantId, changes, body);
      const later = await tell(told, tenantId);
      await expectOneEffectEach(tenantId, later, 1500);
      const letter = { deliveries: 1, reason: expect.stringContaining(reason) as string };
      expect(await deadLettersOf(id)).toEqual([letter]);
    },
  );

  it('is not given up for a service or a database that is away, however often it was delivered', async () => {
    const [id, tenantId] = [newId(), newId()];
    const away = new HandleFact('broker', heard.get(Database), {
      contract: SsoConfigChanged,
      handle: () => Promise.reject(new AppError('try_again')),
    });
    const draft = { ...aFact(tenantId), id };
    const headers = toHeaders(draft, 'sso-config', '');
    const delivery = { headers, body: JSON.stringify(draft.data), subject: draft.type, deliveries: 9 };
    expect(await away.run(delivery)).toEqual({ outcome: 'again', afterMs: 8000 });
    expect(await deadLettersOf(id)).toEqual([]);
  });

  it('has one effect although its relay dies between acknowledgement and note', async () => {
    await publisher.sql(`
      CREATE SEQUENCE markings;
      GRANT USAGE ON SEQUENCE markings TO ${publisher.runtimeRole};
      CREATE FUNCTION die_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('markings') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
        RETURN NEW; END $$;
      CREATE TRIGGER die_once BEFORE UPDATE OF sent_at ON outbox_event FOR EACH ROW EXECUTE FUNCTION die_once()`);
    const tenantId = newId();
    const ids = await tell(told, tenantId, 5);
    await expectOneEffectEach(tenantId, ids);
    await eventually(async () => expect(await unsent()).toBe(0));
    const [marked] = await publisher.sql<{ last_value: string }>('SELECT last_value FROM markings');
    expect(Number(marked?.last_value)).toBeGreaterThan(5);
    await publisher.sql('DROP TRIGGER die_once ON outbox_event');
    await expectOneEffectEach(tenantId, ids);
  });

  it('is handled once, by one of two replicas, and told by one of two relays', async () => {
    const [second, relay] = await Promise.all([
      start('broker', { doors: [consumerDoor('second')] }),
      start('sso-config', { database: publisher }),
    ]);
    const tenantId = newId();
    const told300 = await Promise.all([tell(told, tenantId, 150), tell(relay, tenantId, 150)]);
    await expectOneEffectEach(tenantId, told300.flat());
    const replicas = new Set((await effectsOf(tenantId)).map(({ replica }) => replica));
    expect(replicas).toEqual(new Set(['first', 'second']));
    await Promise.all([stop(second), stop(relay)]);
  });

  it('is finished when it is in hand at shutdown, and the others go to the other replica', async () => {
    let begun = 0;
    const slow = consumerDoor('leaving', async () => {
      begun += 1;
      await sleep(400);
    });
    const leaving = await start('broker', { doors: [slow] });
    const tenantId = newId();
    const ids = await tell(told, tenantId, 20);
    await eventually(() => expect(begun).toBeGreaterThan(0));
    const closing = performance.now();
    await stop(leaving);
    expect(performance.now() - closing).toBeLessThan(2000);
    await expectOneEffectEach(tenantId, ids, 5000);
    const replicas = (await effectsOf(tenantId)).map(({ replica }) => replica);
    expect(replicas.filter((replica) => replica === 'leaving')).toHaveLength(begun);
  });

  it('goes to the dead letters after the fifth failed delivery', async () => {
    await eventually(
      async () =>
        expect(await deadLettersOf(stubborn.id)).toEqual([{ deliveries: 5, reason: 'internal_error' }]),
      20_000,
    );
    expect(await effectsOf(stubborn.tenantId)).toEqual([]);
  });

  it('reaches its consumer soon after the commit, without waiting for the next poll', async () => {
    const tenantId = newId();
    const begun = performance.now();
    await expectOneEffectEach(tenantId, await tell(told, tenantId));
    const others = await tell(told, aTenant);
    await expectOneEffectEach(aTenant, others);
    expect(performance.now() - begun).toBeLessThan(800);
  });
});

describe('questions', () => {
  const ask = (email: string) => heard.get(Ask).to(LookupEmail, { email });

  beforeAll(async () => {
    await eventually(() => ask('scout@acme.example'));
  });

  beforeEach(() => {
    identity.get(IdentityResponder).lookups = 0;
  });

  it('are refused when the service may not ask them', async () => {
    await expect(heard.get(Ask).to(VerifyToken, { token: 'x' })).rejects.toThrow('broker does not ask');
  });

  it('are refused as invalid when the request does not fit', async () => {
    await expect(ask('x')).rejects.toMatchObject({
      code: 'request_invalid',
      fields: [{ pointer: '/email' }],
    });
    const connection = await raw('broker');
    const answer = await connection.request(LookupEmail.subject, '{"email":7}');
    expect(answer.json()).toEqual({ error: { code: 'request_invalid' } });
    await connection.close();
  });

  it('are refused with the code that the answering service threw', async () => {
    await expect(ask('refused@acme.example')).rejects.toMatchObject({ code: 'user_unknown' });
  });

  it('tell nothing about an error that the catalogue does not know', async () => {
    const connection = await raw('broker');
    const answer = await connection.request(LookupEmail.subject, '{"email":"broken@acme.example"}');
    expect(answer.json()).toEqual({ error: { code: 'internal_error' } });
    await connection.close();
  });

  it('end with try_again within the deadline when no answer comes, after one retry', async () => {
    const begun = performance.now();
    await expect(ask('slow@acme.example')).rejects.toMatchObject({ code: 'try_again' });
    expect(performance.now() - begun).toBeLessThan(LookupEmail.deadlineMs + 400);
    expect(identity.get(IdentityResponder).lookups).toBe(2);
  });

  it('end with try_again after half the deadline when nobody listens', async () => {
    const begun = performance.now();
    const tenantId = newId();
    await expect(heard.get(Ask).to(GetSettings, { tenantId })).rejects.toMatchObject({ code: 'try_again' });
    expect(performance.now() - begun).toBeLessThan(GetSettings.deadlineMs * 0.6);
  });

  it('are not answered on a subject that is nobody’s inbox', async () => {
    const connection = await raw('broker');
    connection.publish(LookupEmail.subject, '{"email":"scout@acme.example"}', { reply: 'user.created' });
    await connection.flush();
    await ask('scout@acme.example');
    const job = await raw('migration');
    const manager = await jetstreamManager(job, { checkAPI: false });
    const { state } = await manager.streams.info(FACTS_STREAM, { subjects_filter: 'user.>' });
    expect(state.subjects ?? {}).toEqual({});
    await Promise.all([connection.close(), job.close()]);
  });

  it('are answered by the second try when the first one is lost', async () => {
    expect((await ask('lost@acme.example')).users).toHaveLength(1);
    expect(identity.get(IdentityResponder).lookups).toBe(2);
  });

  it('are answered by a replica that comes while they wait', async () => {
    const asking = heard.get(Ask).to(GetSettings, { tenantId: newId() });
    await sleep(500);
    const late = await raw('sso-config');
    const callback = (_: unknown, message: Msg): void => void message.respond('{"ok":{"settings":null}}');
    late.subscribe(GetSettings.subject, { queue: 'sso-config', callback });
    expect(await asking).toEqual({ settings: null });
    await late.close();
  });

  it('are answered with what the contract names and nothing else', async () => {
    const connection = await raw('broker');
    const answer = await connection.request(LookupEmail.subject, '{"email":"scout@acme.example"}');
    expect(answer.json()).toEqual({ ok: { users: [aUser] } });
    expect(await ask('scout@acme.example')).toEqual({ users: [aUser] });
    await connection.close();
  });

  it('are shared by the replicas, and none fails while one of them leaves', async () => {
    const leaving = await start('identity', { database: publisher, doors: [IdentityResponder] });
    await eventually(async () => {
      await ask('scout@acme.example');
      expect(leaving.get(IdentityResponder).lookups).toBeGreaterThan(0);
    });
    const asking = Array.from({ length: 300 }, async (_, n) => {
      await sleep(n);
      return await ask('scout@acme.example');
    });
    await Promise.all([sleep(100).then(() => stop(leaving)), ...asking]);
  });
});

describe('provisioning', () => {
  let open: TestNats;

  beforeAll(async () => {
    open = await startNats();
  });

  afterAll(() => open.stop());

  it('changes what an older release made', async () => {
    const connection = await connect({ servers: open.url });
    const manager = await jetstreamManager(connection);
    await manager.streams.add({ name: FACTS_STREAM, subjects: ['sso.>'], max_age: nanos(60_000) });
    const older = { durable_name: CONSUMER, ack_policy: AckPolicy.Explicit, max_deliver: 3 };
    await manager.consumers.add(FACTS_STREAM, { ...older, filter_subject: SsoConfigChanged.type });
    await provisionService('broker', { url: open.url, nkeySeed: seedOf('migration') });
    const { config: stream } = await manager.streams.info(FACTS_STREAM);
    expect(stream).toMatchObject({ subjects: [...FACTS_SUBJECTS], max_age: nanos(30 * 86_400_000) });
    const { config: durable } = await manager.consumers.info(FACTS_STREAM, CONSUMER);
    expect(durable).toMatchObject({ max_deliver: -1, max_ack_pending: 256, ack_wait: nanos(30_000) });
    await connection.close();
  });
});

describe('permissions', () => {
  const refusedTo = async (name: Name, act: (connection: NatsConnection) => unknown) => {
    const connection = await raw(name);
    const violation = (async () => {
      for await (const status of connection.status())
        if (status.type === 'error') return status.error.message;
      return 'closed without a violation';
    })();
    await Promise.resolve(act(connection)).catch(() => undefined);
    const outcome = await Promise.race([violation, sleep(1000, 'no violation')]);
    await connection.close();
    return outcome;
  };
  const publishing = (name: Name, subject: string) =>
    refusedTo(name, (connection) => {
      connection.publish(subject, '{}');
    });
  const listening = (name: Name, subject: string, queue: string) =>
    refusedTo(name, (connection) => void connection.subscribe(subject, { queue, callback: () => undefined }));

  it('I01 refuse a connection without credentials', async () => {
    await expect(connect({ servers: nats.url, reconnect: false })).rejects.toThrow(/authorization/i);
  });

  it('I01 refuse a connection with an unknown key', async () => {
    const authenticator = nkeyAuthenticator(nkeys.createUser().getSeed());
    await expect(connect({ servers: nats.url, reconnect: false, authenticator })).rejects.toThrow(
      /authorization/i,
    );
  });

  it.each<[string, Name, string]>([
    ['I02', 'identity', 'login.completed'],
    ['I05', 'sso-config', 'login.completed'],
    ['I05', 'broker', 'user.created'],
    ['I02', 'broker', 'sso.config.changed'],
    ['I02', 'identity', 'ask.identity.check-password'],
    ['I02', 'sso-config', 'ask.identity.check-password'],
    ['I02', 'auditor', 'login.completed'],
    ['I02', 'migration', 'login.completed'],
    ['I02', 'broker', '$JS.API.STREAM.CREATE.PORTICO'],
    ['I02', 'broker', '$JS.API.STREAM.MSG.GET.PORTICO'],
    ['I02', 'broker', '$JS.API.CONSUMER.CREATE.PORTICO.spy'],
    ['I02', 'broker', '$JS.API.CONSUMER.DELETE.PORTICO.broker--sso-config-changed'],
    ['I02', 'identity', '$JS.API.CONSUMER.MSG.NEXT.PORTICO.broker--sso-config-changed'],
    ['I02', 'identity', '$JS.ACK.PORTICO.broker--sso-config-changed.1.1.1.1.0'],
    ['I02', 'auditor', '$JS.API.CONSUMER.MSG.NEXT.PORTICO.broker--sso-config-changed'],
    ['I03', 'broker', '$JS.API.STREAM.DELETE.PORTICO'],
    ['I03', 'broker', '$JS.API.STREAM.PURGE.PORTICO'],
    ['I03', 'broker', '$JS.API.ACCOUNT.PURGE.PORTICO'],
    ['I03', 'migration', '$JS.API.STREAM.DELETE.PORTICO'],
    ['I03', 'migration', '$JS.API.STREAM.PURGE.PORTICO'],
    ['I03', 'migration', '$JS.API.STREAM.CREATE.OTHER'],
    ['I03', 'migration', '$JS.API.ACCOUNT.PURGE.PORTICO'],
    ['I03', 'broker', '$SYS.REQ.SERVER.PING'],
  ])('%s refuse %s to publish %s', async (_row, name, subject) => {
    expect(await publishing(name, subject)).toMatch(/permissions violation for publish/i);
  });

  it.each<[string, Name, string, string]>([
    ['I04', 'sso-config', '_INBOX_broker.>', ''],
    ['I04', 'broker', '_INBOX.>', ''],
    ['I04', 'auditor', '>', ''],
    ['I02', 'broker', 'ask.identity.check-password', 'broker'],
    ['I02', 'identity', 'ask.identity.check-password', 'spy'],
    ['I02', 'identity', 'ask.identity.check-password', ''],
    ['I02', 'auditor', 'login.completed', ''],
    ['I02', 'broker', '$SYS.>', ''],
  ])('%s refuse %s to listen to %s', async (_row, name, subject, queue) => {
    expect(await listening(name, subject, queue)).toMatch(/permissions violation for subscription/i);
  });
});

describe('outages', () => {
  const askIdentity = () => heard.get(Ask).to(LookupEmail, { email: 'scout@acme.example' });
  const healthOf = (app: INestApplication) => app.get(HealthChecks);

  beforeAll(async () => {
    await eventually(askIdentity);
  });

  it('are survived: a service starts without NATS, is live but not ready, and connects when NATS comes', async () => {
    const proxy = await startProxy();
    const app = await start('sso-config', { database: publisher, options: { url: proxy.url } });
    expect(await healthOf(app).live()).toEqual({});
    expect(await healthOf(app).ready()).toHaveProperty('nats');
    await proxy.open();
    await eventually(async () => expect(await healthOf(app).ready()).toEqual({}), 3000);
    await stop(app);
    proxy.close();
  });

  it('are survived: NATS is killed for longer than ten reconnects take, then facts and questions go on', async () => {
    const tenantId = newId();
    await nats.kill();
    const ids = await tell(told, tenantId, 250);
    await eventually(async () => expect(await healthOf(heard).ready()).toHaveProperty('nats'));
    const begun = performance.now();
    const asking = expect(askIdentity()).rejects.toMatchObject({ code: 'try_again' });
    await Promise.all([sleep(4500), asking.then(() => expect(performance.now() - begun).toBeLessThan(3400))]);
    expect(await healthOf(heard).live()).toEqual({});
    expect(await unsent()).toBe(250);
    await nats.restart();
    await expectOneEffectEach(tenantId, ids, 10_000);
    await eventually(askIdentity, 2000);
    expect(await unsent()).toBe(0);
  });

  it('are survived: the server does not know the key for a while', async () => {
    await nats.restart({ config: configFor(NAMES.filter((name) => name !== 'broker')) });
    await sleep(1500);
    expect(await healthOf(heard).live()).toEqual({});
    expect(await healthOf(heard).ready()).toHaveProperty('nats');
    await nats.restart();
    await eventually(askIdentity);
  });

  it('are survived: a question that is under way when NATS is killed is answered after its restart', async () => {
    const asking = Array.from({ length: 50 }, () => askIdentity());
    await nats.restart();
    expect(await Promise.all(asking)).toHaveLength(50);
  });

  it('are survived: the stream is lost, and facts go on as soon as it is provisioned again', async () => {
    const tenantId = newId();
    await nats.restart({ empty: true });
    const ids = await tell(told, tenantId, 3);
    await sleep(1500);
    expect(await unsent()).toBe(3);
    await provisionService('broker', optionsOf('migration'));
    await expectOneEffectEach(tenantId, ids, 5000);
  });

  it('are survived: the database dies while facts arrive, and no fact is given up for it', async () => {
    const tenantId = newId();
    const ids: string[] = [];
    for (let n = 0; n < 8; n += 1) {
      ids.push(...(await tell(told, tenantId, 10)));
      await sleep(30);
      await consumer.disconnect();
    }
    await expectOneEffectEach(tenantId, ids, 8000);
  });

  it('are noticed: a link that swallows everything is given up and replaced', async () => {
    const proxy = await startProxy();
    await proxy.open();
    const options = { url: proxy.url, pingIntervalMs: 300 };
    const app = await start('broker', { options });
    await eventually(async () => expect(await healthOf(app).ready()).toEqual({}), 3000);
    proxy.swallow(true);
    await eventually(async () => expect(await healthOf(app).ready()).toHaveProperty('nats'), 3000);
    proxy.swallow(false);
    await eventually(() => app.get(Ask).to(LookupEmail, { email: 'scout@acme.example' }), 5000);
    await stop(app);
    proxy.close();
  });
});
