export { Ask } from './ask.js';
export type { NatsOptions } from './connection-options.rules.js';
export { Answers, OnEvent } from './decorators.js';
export { fact, type FactDraft } from './facts.rules.js';
export { MessagingModule, type NatsOptionsFactory } from './messaging.module.js';
export { migrateService } from './migrate-service.js';
export { NatsStrategy } from './nats.strategy.js';
export { Outbox } from './outbox.js';
export {
  MIGRATION,
  type Permissions,
  permissionsOf,
  permissionsOfMigration,
  permissionsOfSubscriber,
} from './permissions.rules.js';
export { type Durable, provisionFacts, provisionService } from './provision.js';
export { natsServerConfig, type NatsServer, type NatsUser } from './server-config.rules.js';
export { Pulse } from './pulse.js';
export { messagingTables } from './tables.js';
