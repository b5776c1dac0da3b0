import {
  AckPolicy,
  DeliverPolicy,
  type JetStreamManager,
  JetStreamApiCodes,
  JetStreamApiError,
  jetstreamManager,
} from '@nats-io/jetstream';
import { connect, nanos } from '@nats-io/transport-node';
import { FACTS_STREAM } from '@portico/contracts';
import { connectionOptions, type NatsOptions } from './connection-options.rules.js';
import { OPERATOR } from './permissions.rules.js';
import { type Durable, provisionDurables } from './provision.js';

/** From where a subscriber wants its facts again: a moment, or a place in the stream. */
export type ReplayFrom = { since: Date } | { sequence: number };

/** What a replay of one durable would do. */
export interface ReplayPlan extends Durable {
  fromSequence: number;
  /** How many facts it would be given. */
  facts: number;
  /** Of these, how many it has not handled yet; they would come anyway. */
  unhandled: number;
}

/** Looks at what a replay would do, with the operator's key, and changes nothing. A durable that is not there is left out. */
export const planReplay = async (
  options: NatsOptions,
  durables: Durable[],
  from: ReplayFrom,
): Promise<ReplayPlan[]> =>
  await asOperator(options, async (manager) => {
    const plans: ReplayPlan[] = [];
    for (const durable of durables) {
      const plan = await planOne(manager, durable, from);
      if (plan) plans.push(plan);
    }
    return plans;
  });

/** How far a durable is. */
export interface DurableState {
  name: string;
  /** Facts that were never given to its subscriber. */
  waiting: number;
  /** Facts that were given and are not acknowledged. */
  inHand: number;
  /** The place in the stream up to which everything is handled. */
  handledUntil: number;
}

/** How far these durables are, with the operator's key; one that is not there is left out. */
export const lookAtDurables = async (options: NatsOptions, durables: Durable[]): Promise<DurableState[]> =>
  await asOperator(options, async (manager) => {
    const states: DurableState[] = [];
    for (const { name } of durables) {
      const info = await manager.consumers.info(FACTS_STREAM, name).catch(notThere);
      if (!info) continue;
      const { num_pending: waiting, num_ack_pending: inHand, ack_floor } = info;
      states.push({ name, waiting, inHand, handledUntil: ack_floor.stream_seq });
    }
    return states;
  });

const planOne = async (
  manager: JetStreamManager,
  durable: Durable,
  from: ReplayFrom,
): Promise<ReplayPlan | undefined> => {
  const info = await manager.consumers.info(FACTS_STREAM, durable.name).catch(notThere);
  if (!info) return undefined;
  const unhandled = info.num_pending + info.num_ack_pending;
  const wanted = await countFrom(manager, durable.filter, startAt(from));
  // Later than what it has handled would skip facts for ever.
  const next = info.ack_floor.stream_seq + 1;
  const start =
    wanted.sequence <= next ? wanted : await countFrom(manager, durable.filter, startAt({ sequence: next }));
  return { ...durable, fromSequence: start.sequence, facts: start.facts, unhandled };
};

const startAt = (from: ReplayFrom) =>
  'since' in from
    ? { deliver_policy: DeliverPolicy.StartTime, opt_start_time: from.since.toISOString() }
    : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: Math.max(1, from.sequence) };

/** A consumer that nobody reads knows where it would begin and how much there is. */
const countFrom = async (
  manager: JetStreamManager,
  filter: string,
  start: ReturnType<typeof startAt>,
): Promise<{ sequence: number; facts: number }> => {
  const { delivered, num_pending: facts } = await manager.consumers.add(FACTS_STREAM, {
    ...start,
    filter_subject: filter,
    ack_policy: AckPolicy.None,
    inactive_threshold: nanos(1000),
    mem_storage: true,
    num_replicas: 1,
  });
  return { sequence: delivered.stream_seq + 1, facts };
};

/**
 * Makes the durables anew where their plans begin, so that their subscriber is given everything from there on once
 * more: removed with the operator's key, made with that of the migration. Run again after a failure in between.
 */
export const replayFacts = async (
  keys: { operator: NatsOptions; migration: NatsOptions },
  plans: ReplayPlan[],
): Promise<void> => {
  for (const plan of plans) {
    await removeDurables(keys.operator, [plan.name]);
    await provisionDurables(keys.migration, [plan]);
  }
};

/** Removes durables of other teams, with the operator's key; those that are not there are no failure. */
export const removeDurables = async (options: NatsOptions, names: string[]): Promise<void> => {
  await asOperator(options, async (manager) => {
    for (const name of names) await manager.consumers.delete(FACTS_STREAM, name).catch(notThere);
  });
};

const notThere = (error: unknown): undefined => {
  if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.ConsumerNotFound)
    return undefined;
  throw error;
};

const asOperator = async <Result>(
  options: NatsOptions,
  work: (manager: JetStreamManager) => Promise<Result>,
): Promise<Result> => {
  const nats = await connect(connectionOptions(OPERATOR, options));
  try {
    return await work(await jetstreamManager(nats, { checkAPI: false }));
  } finally {
    await nats.close();
  }
};
