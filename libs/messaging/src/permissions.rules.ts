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

/** A subscriber of another team: its durables and its inbox, nothing else. */
export const permissionsOfSubscriber = (name: string, durables: string[]): Permissions => ({
  publish: durables.flatMap(useDurable),
  subscribe: [ownInbox(name)],
});

/** The migration job: makes and changes the one stream and its durables; removes and empties nothing. */
export const permissionsOfMigration = (): Permissions => ({
  publish: [
    ...['CREATE', 'UPDATE', 'INFO'].map((what) => `$JS.API.STREAM.${what}.${FACTS_STREAM}`),
    ...['CREATE', 'DURABLE.CREATE', 'INFO'].map((what) => `$JS.API.CONSUMER.${what}.${FACTS_STREAM}.>`),
  ],
  subscribe: [ownInbox(MIGRATION)],
});
