import { durableName, FACTS_STREAM, PARTICIPANTS, type ServiceName } from '@portico/contracts';
import { inboxPrefixOf } from './connection-options.rules.js';

/** What one key may do at NATS; everything else is a violation. */
export interface Permissions {
  publish: string[];
  /** A subject, or a subject and the only queue group to listen in. */
  subscribe: string[];
  /** May answer whoever asks on a subject that it subscribes. */
  allowResponses?: boolean;
}

/** The name of the migration job at NATS. */
export const MIGRATION = 'migration';

/** The name at NATS of whoever runs the platform, by the command line. */
export const OPERATOR = 'operator';

// Pull, look at, and acknowledge one durable; the second form of an acknowledgement names domain and account.
const useDurable = (durable: string): string[] => [
  `$JS.API.CONSUMER.INFO.${FACTS_STREAM}.${durable}`,
  `$JS.API.CONSUMER.MSG.NEXT.${FACTS_STREAM}.${durable}`,
  `$JS.ACK.${FACTS_STREAM}.${durable}.>`,
  `$JS.ACK.*.*.${FACTS_STREAM}.${durable}.>`,
];

const ownInbox = (participant: string): string => `${inboxPrefixOf(participant)}.>`;

/** A service: its own facts, its questions, its durables, its answers. */
export const permissionsOf = (service: ServiceName): Permissions => {
  const { publishes, consumes, asks, answers } = PARTICIPANTS[service];
  return {
    publish: [
      ...publishes.map(({ type }) => type),
      ...asks.map(({ subject }) => subject),
      ...consumes.flatMap((event) => useDurable(durableName(service, event))),
    ],
    subscribe: [ownInbox(service), ...answers.map(({ subject }) => `${subject} ${service}`)],
    allowResponses: answers.length > 0,
  };
};

/**
 * A subscriber of another team: its durables and its inbox, nothing else. `heard`: events that it may also hear
 * without the stream, at most once, as a stock client of core NATS does.
 */
export const permissionsOfSubscriber = (
  name: string,
  durables: string[],
  heard: string[] = [],
): Permissions => ({
  publish: durables.flatMap(useDurable),
  subscribe: [ownInbox(name), ...heard],
});

/**
 * The operator: reads every fact without taking it from anybody (a consumer without a name, delivered to the own
 * inbox), looks at all durables, and removes those of other teams; never one of Portico's own.
 */
export const permissionsOfOperator = (durablesOfSubscribers: string[]): Permissions => ({
  publish: [
    '$JS.API.INFO',
    `$JS.API.STREAM.INFO.${FACTS_STREAM}`,
    `$JS.API.CONSUMER.CREATE.${FACTS_STREAM}`,
    `$JS.API.CONSUMER.NAMES.${FACTS_STREAM}`,
    `$JS.API.CONSUMER.LIST.${FACTS_STREAM}`,
    `$JS.API.CONSUMER.INFO.${FACTS_STREAM}.*`,
    ...durablesOfSubscribers.map((durable) => `$JS.API.CONSUMER.DELETE.${FACTS_STREAM}.${durable}`),
    // The answers of a reader that keeps up (flow control of JetStream).
    `$JS.FC.${FACTS_STREAM}.>`,
  ],
  subscribe: [ownInbox(OPERATOR)],
});

/** The migration job: makes and changes the one stream and its durables; removes and empties nothing. */
export const permissionsOfMigration = (): Permissions => ({
  publish: [
    ...['CREATE', 'UPDATE', 'INFO'].map((what) => `$JS.API.STREAM.${what}.${FACTS_STREAM}`),
    ...['CREATE', 'DURABLE.CREATE', 'INFO'].map((what) => `$JS.API.CONSUMER.${what}.${FACTS_STREAM}.>`),
  ],
  subscribe: [ownInbox(MIGRATION)],
});
