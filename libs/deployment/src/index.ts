export { addSubscriber } from './add-subscriber.js';
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
export { readSubscribers, Subscriber } from './subscribers.js';
