import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { createUser } from '@nats-io/nkeys';
import { connect, headers, nkeyAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { durableName, FACTS_STREAM, FACTS_SUBJECTS, LoginCompleted } from '@portico/contracts';
import { subscribe } from './subscribe.js';

const durable = durableName('subscriber', LoginCompleted);
const tenantId = '0199d5a0-0000-7000-8000-000000000001';
const keys = { operator: createUser(), subscriber: createUser() };
const folder = mkdtempSync(join(tmpdir(), 'portico-subscriber-'));
let server: ChildProcess;
let operator: NatsConnection;
let subscriber: NatsConnection;
const lines: string[] = [];

/** A nats-server that lets the subscriber's key do what it needs and nothing else. */
async function startNats(port: number): Promise<void> {
  const binary = process.env.PORTICO_TEST_NATS_BIN;
  if (!binary) throw new Error('PORTICO_TEST_NATS_BIN must name the nats-server to test against');
  const publishes = [
    `$JS.API.CONSUMER.INFO.${FACTS_STREAM}.${durable}`,
    `$JS.API.CONSUMER.MSG.NEXT.${FACTS_STREAM}.${durable}`,
    `$JS.ACK.${FACTS_STREAM}.${durable}.>`,
  ];
  const config = join(folder, 'nats.conf');
  writeFileSync(
    config,
    `listen: "127.0.0.1:${port}"
     jetstream: { store_dir: "${join(folder, 'store')}" }
     authorization: { users: [
       { nkey: ${keys.operator.getPublicKey()} }
       { nkey: ${keys.subscriber.getPublicKey()},
         permissions: { publish: ${JSON.stringify(publishes)}, subscribe: ["_INBOX_subscriber.>"] } }
     ] }`,
  );
  server = spawn(binary, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((ready, failed) => {
    server.once('error', failed);
    server.once('exit', (code) => failed(new Error(`nats-server ended with ${code}`)));
    server.stderr?.on('data', (text: Buffer) => text.includes('Server is ready') && ready());
  });
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

const connectAs = (name: keyof typeof keys, port: number): Promise<NatsConnection> =>
  connect({
    servers: `127.0.0.1:${port}`,
    authenticator: nkeyAuthenticator(keys[name].getSeed()),
    inboxPrefix: `_INBOX_${name}`,
    maxReconnectAttempts: -1,
  });

async function publish(id: string, body: unknown): Promise<void> {
  const attributes = headers();
  attributes.set('ce-id', id);
  attributes.set('ce-type', LoginCompleted.type);
  attributes.set('ce-time', new Date().toISOString());
  attributes.set('ce-tenantid', tenantId);
  await jetstream(operator).publish(LoginCompleted.type, JSON.stringify(body), { headers: attributes });
}

async function allHandled(): Promise<void> {
  const manager = await jetstreamManager(operator);
  for (let tries = 0; tries < 100; tries++) {
    const { num_pending: waiting, num_ack_pending: open } = await manager.consumers.info(
      FACTS_STREAM,
      durable,
    );
    if (waiting === 0 && open === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the subscriber has not acknowledged everything within 5 s');
}

beforeAll(async () => {
  const port = await freePort();
  await startNats(port);
  operator = await connectAs('operator', port);
  const manager = await jetstreamManager(operator);
  await manager.streams.add({ name: FACTS_STREAM, subjects: [...FACTS_SUBJECTS] });
  await manager.consumers.add(FACTS_STREAM, {
    durable_name: durable,
    filter_subject: LoginCompleted.type,
    ack_policy: AckPolicy.Explicit,
  });
  subscriber = await connectAs('subscriber', port);
  await subscribe(subscriber, (line) => lines.push(line));
});
beforeEach(() => void lines.splice(0));
afterAll(async () => {
  await subscriber?.close();
  await operator?.close();
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true });
});

describe('the example subscriber', () => {
  it('prints an event that is delivered twice once', async () => {
    await publish('0199d5a0-0000-7000-8000-00000000000a', LoginCompleted.example);
    await publish('0199d5a0-0000-7000-8000-00000000000a', LoginCompleted.example);
    await publish('0199d5a0-0000-7000-8000-00000000000b', {
      ...(LoginCompleted.example as object),
      reference: 'HERON-0042',
      method: 'password',
      connectionId: undefined,
    });
    await allHandled();
    expect(lines).toEqual([
      `login.completed OTTER-2719 tenant=${tenantId} user=0199d5a0-0000-7000-8000-000000000002 externalId=acme-1042 ` +
        'method=sso connection=0199d5a0-0000-7000-8000-000000000003',
      expect.stringMatching(/^login\.completed HERON-0042 .* method=password connection=-$/),
    ]);
  });

  it('gives up an event that does not fit the contract, and goes on with the next', async () => {
    await publish('0199d5a0-0000-7000-8000-00000000000c', { reference: 'nonsense' });
    await publish('0199d5a0-0000-7000-8000-00000000000d', LoginCompleted.example);
    await allHandled();
    expect(lines).toHaveLength(1);
  });
});
