import { durablesOf, readSubscribers } from '@portico/deployment';
import { lookAtDurables } from '@portico/messaging';
import type { Command } from 'commander';
import { DeploymentPlace, type PlaceOptions } from '../deployment-place.js';
import { table } from '../table.js';
import { Terminal } from '../terminal.js';

/** `portico subscriber list`: who may hear what, and how far everybody is. */
export const list = async (_options: object, command: Command): Promise<void> => {
  const options = command.optsWithGlobals<PlaceOptions>();
  const place = new DeploymentPlace(options);
  const subscribers = readSubscribers(place.directory);
  const durables = subscribers.flatMap(durablesOf);
  const states = await place.atNats(async () => await lookAtDurables(place.as('operator'), durables));
  const described = subscribers.map((subscriber) => ({
    ...subscriber,
    durables: durablesOf(subscriber).map(
      ({ name }) => states.find((state) => state.name === name) ?? { name },
    ),
  }));
  new Terminal(options).show({ subscribers: described }, () =>
    table(
      ['subscriber', 'event', 'waiting', 'in hand', 'handled until'],
      described.flatMap(({ name, events, durables: own }) =>
        events.map((event, index) => [name, event, ...stateOf(own[index])]),
      ),
    ),
  );
};

const stateOf = (
  state?: { name: string } & Partial<Awaited<ReturnType<typeof lookAtDurables>>[number]>,
): string[] => {
  if (!state) return ['core NATS', '', ''];
  if (state.waiting === undefined) return ['no durable', '', ''];
  return [String(state.waiting), String(state.inHand), String(state.handledUntil)];
};
