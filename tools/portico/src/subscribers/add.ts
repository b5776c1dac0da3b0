import { addSubscriber, durablesOf, readSubscribers, Subscriber } from '@portico/deployment';
import { isAdmitted, provisionDurables } from '@portico/messaging';
import type { Command } from 'commander';
import { DeploymentPlace, type PlaceOptions } from '../deployment-place.js';
import { readEventNames } from '../event-names.js';
import { EXIT, Failure } from '../failure.js';
import { Terminal } from '../terminal.js';
import { reloadHouse, reloadLines } from './reload-nats.js';

interface AddOptions extends PlaceOptions {
  events: string[];
  core?: boolean;
}

/** `portico subscriber add`: key, description, accounts of NATS, durables; then it looks whether the key works. */
export const add = async (name: string, _options: object, command: Command): Promise<void> => {
  const options = command.optsWithGlobals<AddOptions>();
  const wanted = readWanted(name, options);
  const place = new DeploymentPlace(options);
  const terminal = new Terminal(options);
  const { natsUrl } = place;
  const isNew = checkFree(place, wanted);
  const subscriber = addSubscriber(place.directory, wanted);
  const durables = durablesOf(subscriber);
  await place.atNats(async () => await provisionDurables(place.as('migration'), durables));
  await reloadHouse(place);
  const keyFile = place.directory.subscriberSeed(name);
  const admitted = await place.atNats(
    async () => await isAdmitted(name, place.with(keyFile), place.house ? PATIENCE_MS : 0),
  );
  const description = place.directory.subscriberFile(name);
  const names = durables.map((durable) => durable.name);
  terminal.show(
    { ...subscriber, new: isNew, keyFile, description, natsUrl, durables: names, admitted },
    () => [
      `${name} ${isNew ? 'may hear' : 'was there already, and hears'} ${subscriber.events.join(', ')}.`,
      '',
      `key        ${keyFile}   (a secret: whoever has it is ${name})`,
      `described  ${description}`,
      `NATS       ${natsUrl}`,
      ...names.map((durable) => `durable    ${durable}`),
      '',
      ...(admitted ? ['NATS lets the key in.'] : reloadLines(place)),
      '',
      ...howToUse(subscriber, keyFile, natsUrl),
    ],
  );
};

const PATIENCE_MS = 5000;

const readWanted = (name: string, { events, core = false }: AddOptions) => {
  const wanted = { name, events: readEventNames(events), core };
  const read = Subscriber.omit({ publicKey: true }).safeParse(wanted);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ message }) => message).join('; ');
  throw new Failure(EXIT.misused, `The name ${JSON.stringify(name)} ${faults}.`);
};

/** Whether the name is new; a `Failure` where somebody else has it, or the same with other rights. */
const checkFree = (
  place: DeploymentPlace,
  { name, events, core }: ReturnType<typeof readWanted>,
): boolean => {
  const there = readSubscribers(place.directory).find((subscriber) => subscriber.name === name);
  if (!there) return true;
  if (there.core === core && there.events.toSorted().join() === events.join()) return false;
  throw new Failure(
    EXIT.refused,
    `${name} is taken: it hears ${there.events.join(', ')}${there.core ? ' by core NATS' : ''}. Choose another name, or remove it first (portico subscriber remove ${name}).`,
  );
};

const howToUse = ({ name, events, core }: Subscriber, keyFile: string, natsUrl: string): string[] => [
  core
    ? 'A stock client subscribes to the events by their names; see examples/nest-subscriber.'
    : `A running, tested start:  npx nx g @portico/workspace:subscriber ${name} --events=${events.join(',')}`,
  `Any other program:        NATS_URL=${natsUrl} PORTICO_NATS_NKEY_FILE=${keyFile}, inboxes under _INBOX_${name}`,
  'How to:                   docs/subscribing.md',
];
