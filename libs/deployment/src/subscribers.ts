import { readdirSync, readFileSync } from 'node:fs';
import { durableName, EVENTS } from '@portico/contracts';
import type { Durable } from '@portico/messaging';
import { z } from 'zod';
import { type KeyDirectory, NATS_KEYS } from './key-directory.js';

/** Another team's subscriber: its name at NATS, the public half of its key, and the events that it may hear. */
export const Subscriber = z.object({
  name: z
    .string()
    .max(40, 'must be 40 characters at most')
    // A hyphen at a time: two of them divide a subscriber from its event in the name of a durable.
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single hyphens')
    // It would share inbox and durables with one of Portico's own.
    .refine((name) => !(NATS_KEYS as readonly string[]).includes(name), 'is a name of Portico itself'),
  publicKey: z.string().regex(/^U[A-Z2-7]{55}$/, 'must be the public half of a NATS user key'),
  events: z.array(z.string().refine((type) => Object.hasOwn(EVENTS, type), 'is no event of Portico')).min(1),
  /** It hears without the stream, at most once and only while it is connected, as a stock client of core NATS does. */
  core: z.boolean().default(false),
});
export type Subscriber = z.infer<typeof Subscriber>;

/** The durables that a subscriber pulls its facts from: one for each event, none where it hears without the stream. */
export const durablesOf = ({
  name,
  events,
  core,
}: Pick<Subscriber, 'name' | 'events' | 'core'>): Durable[] =>
  core
    ? []
    : events.flatMap((type) =>
        EVENTS[type] ? [{ name: durableName(name, EVENTS[type]), filter: type }] : [],
      );

/** Every subscriber of a directory, by name. Throws where a file does not describe one. */
export const readSubscribers = (directory: KeyDirectory): Subscriber[] =>
  filesOf(directory.subscribers)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => readSubscriber(directory, file.slice(0, -'.json'.length)));

const readSubscriber = (directory: KeyDirectory, name: string): Subscriber => {
  const file = directory.subscriberFile(name);
  const read = Subscriber.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  const faults = read.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];
  if (read.data && read.data.name !== name) faults.push(`name is not ${name}`);
  if (faults.length > 0 || !read.data) throw new TypeError(`${file}: ${faults.join('; ')}`);
  return read.data;
};

const filesOf = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};
