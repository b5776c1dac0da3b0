import { durablesOf, readSubscribers, removeSubscriber } from '@portico/deployment';
import { lookAtDurables, removeDurables } from '@portico/messaging';
import type { Command } from 'commander';
import { DeploymentPlace, type PlaceOptions } from '../deployment-place.js';
import { EXIT, Failure } from '../failure.js';
import { Terminal } from '../terminal.js';
import { reloadHouse, reloadLines } from './reload-nats.js';

/** `portico subscriber remove`: the durables first, while the operator's key may still do it, then the key. */
export const remove = async (name: string, _options: object, command: Command): Promise<void> => {
  const options = command.optsWithGlobals<PlaceOptions & { yes?: true }>();
  const place = new DeploymentPlace(options);
  const terminal = new Terminal(options);
  const found = readSubscribers(place.directory).find((subscriber) => subscriber.name === name);
  if (!found)
    throw new Failure(EXIT.refused, `There is no subscriber ${name}; portico subscriber list names all.`);
  const durables = durablesOf(found);
  const operator = place.as('operator');
  const states = await place.atNats(async () => await lookAtDurables(operator, durables));
  const waiting = states.reduce((sum, state) => sum + state.waiting + state.inHand, 0);
  if (!options.yes)
    await terminal.checkWanted(
      `Remove ${name}? ${String(waiting)} facts still wait for it; the stream keeps them.`,
    );
  const names = durables.map((durable) => durable.name);
  await place.atNats(async () => await removeDurables(operator, names));
  removeSubscriber(place.directory, name);
  await reloadHouse(place);
  terminal.show({ removed: name, durables: names, waiting }, () => [
    `${name} is removed, with ${names.length === 1 ? 'its durable' : `its ${String(names.length)} durables`}.`,
    ...(place.house ? [] : ['', ...reloadLines(place)]),
  ]);
};
