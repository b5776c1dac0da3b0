import {
  AckPolicy,
  type ConsumerMessages,
  DeliverPolicy,
  jetstream,
  type JetStreamManager,
  jetstreamManager,
  type JsMsg,
} from '@nats-io/jetstream';
import { connect, createInbox, nanos, type NatsConnection } from '@nats-io/transport-node';
import { FACTS_STREAM } from '@portico/contracts';
import { connectionOptions, inboxPrefixOf, type NatsOptions } from './connection-options.rules.js';
import { OPERATOR } from './permissions.rules.js';

/** A fact as the stream keeps it. */
export interface StoredFact {
  /** Its place in the stream. */
  sequence: number;
  storedAt: Date;
  subject: string;
  /** Under lower-case names. */
  headers: Record<string, string>;
  body: string;
}

/** Which facts somebody wants to read. */
export interface FactsWanted {
  /** From this moment on; without it, only those that come now where `follow` is set, else all that are kept. */
  since?: Date;
  /** One event's name; every event unless said. */
  filter?: string;
  /** Goes on with what comes later, until `signal` aborts. */
  follow: boolean;
  signal?: AbortSignal;
}

const HEARTBEAT_MS = 5000;

/**
 * Reads facts in the order of the stream with the operator's key, without taking them from anybody. Ends with the
 * last fact that is kept unless it follows; goes on where it was after a connection was lost.
 */
export async function* readFacts(options: NatsOptions, wanted: FactsWanted): AsyncGenerator<StoredFact> {
  const nats = await connect(connectionOptions(OPERATOR, options));
  const end = (): void => void nats.close();
  wanted.signal?.addEventListener('abort', end, { once: true });
  try {
    yield* readOn(nats, wanted);
  } catch (error) {
    if (!wanted.signal?.aborted) throw error;
  } finally {
    wanted.signal?.removeEventListener('abort', end);
    await nats.close();
  }
}

async function* readOn(nats: NatsConnection, wanted: FactsWanted): AsyncGenerator<StoredFact> {
  const manager = await jetstreamManager(nats, { checkAPI: false });
  let last: number | undefined;
  while (!wanted.signal?.aborted) {
    const { pending, messages } = await deliver(nats, manager, wanted, last);
    if (!wanted.follow && pending === 0) return;
    for await (const message of messages) {
      last = message.seq;
      yield toStoredFact(message);
      if (!wanted.follow && message.info.pending === 0) return;
    }
  }
}

/** A consumer without a name that sends to the own inbox; the server forgets it when nobody listens there any more. */
const deliver = async (
  nats: NatsConnection,
  manager: JetStreamManager,
  wanted: FactsWanted,
  last: number | undefined,
): Promise<{ pending: number; messages: ConsumerMessages }> => {
  const delivery = {
    deliver_subject: createInbox(inboxPrefixOf(OPERATOR)),
    idle_heartbeat: nanos(HEARTBEAT_MS),
    flow_control: true,
  };
  const { num_pending: pending } = await manager.consumers.add(FACTS_STREAM, {
    ...delivery,
    ...startOf(wanted, last),
    filter_subject: wanted.filter,
    ack_policy: AckPolicy.None,
    inactive_threshold: nanos(4 * HEARTBEAT_MS),
    mem_storage: true,
    num_replicas: 1,
  });
  const consumer = await jetstream(nats).consumers.getBoundPushConsumer(delivery);
  const messages = await consumer.consume();
  void stopWhenSilent(messages);
  void stopWhenReconnected(nats, messages);
  return { pending, messages };
};

// A server that was started again has forgotten the consumer: reading goes on with a new one.
const stopWhenReconnected = async (nats: NatsConnection, messages: ConsumerMessages): Promise<void> => {
  for await (const { type } of nats.status()) if (type === 'reconnect') messages.stop();
};

const stopWhenSilent = async (messages: ConsumerMessages): Promise<void> => {
  for await (const { type } of messages.status()) if (type === 'heartbeats_missed') messages.stop();
};

const startOf = ({ since, follow }: FactsWanted, last: number | undefined) => {
  if (last !== undefined) return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: last + 1 };
  if (since) return { deliver_policy: DeliverPolicy.StartTime, opt_start_time: since.toISOString() };
  return { deliver_policy: follow ? DeliverPolicy.New : DeliverPolicy.All };
};

const toStoredFact = (message: JsMsg): StoredFact => ({
  sequence: message.seq,
  storedAt: message.time,
  subject: message.subject,
  headers: headersOf(message),
  body: message.string(),
});

const headersOf = ({ headers }: JsMsg): Record<string, string> =>
  Object.fromEntries((headers?.keys() ?? []).map((name) => [name.toLowerCase(), headers?.get(name) ?? '']));
