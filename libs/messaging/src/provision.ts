import { setTimeout as sleep } from 'node:timers/promises';
import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  DiscardPolicy,
  type JetStreamManager,
  JetStreamApiError,
  jetstreamManager,
  ReplayPolicy,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { connect, errors, nanos } from '@nats-io/transport-node';
import {
  durableName,
  FACTS_STREAM,
  FACTS_SUBJECTS,
  PARTICIPANTS,
  type ServiceName,
} from '@portico/contracts';
import { connectionOptions, type NatsOptions } from './connection-options.rules.js';
import { MIGRATION } from './permissions.rules.js';

/** A durable consumer: its name and the one event that it filters. */
export interface Durable {
  name: string;
  filter: string;
  /** The place in the stream where it begins, where it is made; at the first fact that is kept unless said. */
  fromSequence?: number;
}

/** Where to provision, as whom, what, and how many servers keep the stream (as before unless said; 1 for a new one). */
export interface Provision extends NatsOptions {
  durables: Durable[];
  replicas?: number;
}

const DAY_MS = 86_400_000;
const TRY_FOR_MS = 30_000;

/** Makes or updates the stream of all facts and the durables given. Safe to run twice, also at once. */
export const provisionFacts = async ({ durables, replicas, ...options }: Provision): Promise<void> => {
  const end = performance.now() + TRY_FOR_MS;
  for (;;) {
    try {
      await provisionOnce(options, durables, replicas);
      return;
    } catch (error) {
      // A server that is starting, or a cluster that is choosing its leader, needs a moment.
      if (error instanceof errors.PermissionViolationError || performance.now() > end) throw error;
      await sleep(500);
    }
  }
};

/** Makes the durables that are not there, with the migration key, and leaves the stream alone: it must be there. */
export const provisionDurables = async (options: NatsOptions, durables: Durable[]): Promise<void> => {
  await asMigration(options, async (manager) => {
    for (const durable of durables) await keepDurable(manager, durable);
  });
};

/** What a service's migration job provisions: the stream, and a durable for each event that the service consumes. */
export const provisionService = async (
  service: ServiceName,
  options: NatsOptions & { replicas?: number },
): Promise<void> => {
  const durables = PARTICIPANTS[service].consumes.map((event) => ({
    name: durableName(service, event),
    filter: event.type,
  }));
  await provisionFacts({ ...options, durables });
};

const provisionOnce = async (options: NatsOptions, durables: Durable[], replicas?: number): Promise<void> => {
  await asMigration(options, async (manager) => {
    await keepStream(manager, replicas);
    for (const durable of durables) await keepDurable(manager, durable);
  });
};

const asMigration = async (
  options: NatsOptions,
  work: (manager: JetStreamManager) => Promise<void>,
): Promise<void> => {
  const nats = await connect(connectionOptions(MIGRATION, options));
  try {
    await work(await jetstreamManager(nats, { checkAPI: false }));
  } finally {
    await nats.drain();
  }
};

const keepStream = async (manager: JetStreamManager, replicas?: number): Promise<void> => {
  const config = {
    subjects: [...FACTS_SUBJECTS],
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    storage: StorageType.File,
    max_age: nanos(30 * DAY_MS),
    duplicate_window: nanos(120_000),
    // What is not said stays as it is.
    ...(replicas !== undefined && { num_replicas: replicas }),
  };
  await manager.streams.add({ name: FACTS_STREAM, ...config }).catch(async (error: unknown) => {
    if (!(error instanceof JetStreamApiError)) throw error;
    await manager.streams.update(FACTS_STREAM, config);
  });
};

const keepDurable = async (manager: JetStreamManager, durable: Durable): Promise<void> => {
  const { name, filter, fromSequence } = durable;
  const config: Partial<ConsumerConfig> = {
    durable_name: name,
    filter_subject: filter,
    ack_policy: AckPolicy.Explicit,
    replay_policy: ReplayPolicy.Instant,
    ack_wait: nanos(30_000),
    // The consumer counts and buries itself; a limit here would drop facts silently during an outage.
    max_deliver: -1,
    max_ack_pending: 256,
  };
  const start =
    fromSequence === undefined
      ? { deliver_policy: DeliverPolicy.All }
      : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: fromSequence };
  await manager.consumers.add(FACTS_STREAM, { ...config, ...start }).catch(async (error: unknown) => {
    if (!(error instanceof JetStreamApiError)) throw error;
    // Where it began is over for one that is there, and no server lets it be changed.
    await manager.consumers.update(FACTS_STREAM, name, config);
  });
};
