export { addSubscriber, removeSubscriber } from './add-subscriber.js';
export { type DatabasesWanted, type MadeDatabase, makeDatabases } from './databases.js';
export { applicationsJob, type Job, migrationJob } from './jobs.js';
export {
  type DeployedService,
  keepFile,
  KeyDirectory,
  NATS_KEYS,
  type NatsKeyOwner,
  SERVICES,
} from './key-directory.js';
export { type MadeKeys, makeKeys, randomText } from './make-keys.js';
export { natsAccountsOf, writeNatsAccounts } from './nats-accounts.js';
export { durablesOf, readSubscribers, Subscriber } from './subscribers.js';
