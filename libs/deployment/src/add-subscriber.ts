import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { natsPublicKeyOf, newNatsSeed } from '@portico/messaging';
import { keepFile, type KeyDirectory } from './key-directory.js';
import { writeNatsAccounts } from './nats-accounts.js';
import { Subscriber } from './subscribers.js';

/**
 * Gives another team a key of its own for these events, and writes the accounts of NATS anew. Again for the same name
 * it keeps the key; the events are those of the last call.
 */
export const addSubscriber = (
  directory: KeyDirectory,
  { name, events, core = false }: Pick<Subscriber, 'name' | 'events'> & { core?: boolean },
): Subscriber => {
  const checked = Subscriber.omit({ publicKey: true }).parse({ name, events, core });
  const { content: seed } = keepFile(directory.subscriberSeed(name), newNatsSeed);
  const subscriber = { ...checked, publicKey: natsPublicKeyOf(seed) };
  mkdirSync(directory.subscribers, { recursive: true, mode: 0o700 });
  writeFileSync(directory.subscriberFile(name), `${JSON.stringify(subscriber, null, 2)}\n`, { mode: 0o600 });
  writeNatsAccounts(directory);
  return subscriber;
};

/** Takes a subscriber's key and description away, and writes the accounts of NATS anew. */
export const removeSubscriber = (directory: KeyDirectory, name: string): void => {
  for (const file of [directory.subscriberFile(name), directory.subscriberSeed(name)])
    rmSync(file, { force: true });
  writeNatsAccounts(directory);
};
