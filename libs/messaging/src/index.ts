export { Ask } from './ask.js';
export type { NatsOptions } from './connection-options.rules.js';
export { Answers, OnEvent } from './decorators.js';
export { fact, type FactDraft } from './facts.rules.js';
export { inspectNats, inspectNatsAs, type NatsFindings } from './inspect-nats.js';
export { MessagingModule, type NatsOptionsFactory } from './messaging.module.js';
export { migrateService } from './migrate-service.js';
export { NatsStrategy } from './nats.strategy.js';
export { isAdmitted, type NatsFault, readNatsFault } from './nats-fault.js';
export { natsPublicKeyOf, newNatsSeed } from './nkeys.js';
export { Outbox } from './outbox.js';
export {
  MIGRATION,
  OPERATOR,
  type Permissions,
  permissionsOf,
  permissionsOfMigration,
  permissionsOfOperator,
  permissionsOfSubscriber,
} from './permissions.rules.js';
export { type Durable, provisionDurables, provisionFacts, provisionService } from './provision.js';
export { type FactsWanted, readFacts, type StoredFact } from './read-facts.js';
export {
  type DurableState,
  lookAtDurables,
  planReplay,
  removeDurables,
  type ReplayFrom,
  replayFacts,
  type ReplayPlan,
} from './replay-facts.js';
export {
  natsAccounts,
  natsServerConfig,
  natsServerConfigWith,
  type NatsServer,
  type NatsUser,
} from './server-config.rules.js';
export { Pulse } from './pulse.js';
export { SubscriberModule } from './subscriber.module.js';
export { SubscriberStrategy } from './subscriber.strategy.js';
export { messagingTables, subscriberTables } from './tables.js';
