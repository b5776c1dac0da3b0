import { durablesOf, readSubscribers } from '@portico/deployment';
import { planReplay, type ReplayFrom, replayFacts, type ReplayPlan } from '@portico/messaging';
import type { Command } from 'commander';
import { DeploymentPlace, type PlaceOptions } from '../deployment-place.js';
import { readEventNames } from '../event-names.js';
import { EXIT, Failure } from '../failure.js';
import { table } from '../table.js';
import { Terminal } from '../terminal.js';
import { readNumber, readTime } from './time.rules.js';

interface ReplayOptions extends PlaceOptions {
  subscriber: string;
  since?: string;
  fromSequence?: string;
  events?: string[];
  yes?: true;
}

/** `portico events replay`: says how much it would be, asks, and makes the durables anew from there on. */
export const replay = async (_options: object, command: Command): Promise<void> => {
  const options = command.optsWithGlobals<ReplayOptions>();
  const from = readFrom(options);
  const place = new DeploymentPlace(options);
  const terminal = new Terminal(options);
  const durables = wantedDurables(place, options);
  const plans = await place.atNats(async () => await planReplay(place.as('operator'), durables, from));
  if (plans.length < durables.length)
    throw new Failure(
      EXIT.refused,
      `${options.subscriber} has no durable for some of its events: run portico subscriber add ${options.subscriber} again.`,
    );
  const facts = plans.reduce((sum, plan) => sum + plan.facts, 0);
  if (!options.yes) {
    for (const line of planLines(plans)) terminal.tell(line);
    await terminal.checkWanted(`Give ${options.subscriber} ${String(facts)} facts again?`);
  }
  for (const plan of plans) {
    terminal.tell(`${plan.filter} from place ${String(plan.fromSequence)} on …`);
    await place.atNats(
      async () =>
        await replayFacts({ operator: place.as('operator'), migration: place.as('migration') }, [plan]),
    );
  }
  terminal.show({ subscriber: options.subscriber, facts, durables: plans }, () => [
    `${options.subscriber} is given ${String(facts)} facts again, as fast as it takes them.`,
    'What it has noted as handled it leaves out: to have it handled once more, take the ids out of its notes (docs/subscribing.md).',
  ]);
};

const readFrom = ({ since, fromSequence }: ReplayOptions): ReplayFrom => {
  if ((since === undefined) === (fromSequence === undefined))
    throw new Failure(EXIT.misused, 'Say either --since or --from-sequence.');
  return fromSequence === undefined
    ? { since: readTime(since ?? '', new Date()) }
    : { sequence: readNumber('--from-sequence', fromSequence) };
};

const wantedDurables = (place: DeploymentPlace, { subscriber: name, events }: ReplayOptions) => {
  const found = readSubscribers(place.directory).find((subscriber) => subscriber.name === name);
  if (!found)
    throw new Failure(EXIT.refused, `There is no subscriber ${name}; portico subscriber list names all.`);
  const durables = durablesOf(found);
  if (durables.length === 0)
    throw new Failure(
      EXIT.refused,
      `${name} hears by core NATS, which keeps nothing that it could be given again.`,
    );
  if (!events) return durables;
  const names = readEventNames(events);
  const strange = names.filter((event) => !found.events.includes(event));
  if (strange.length > 0) throw new Failure(EXIT.refused, `${name} does not hear ${strange.join(', ')}.`);
  return durables.filter(({ filter }) => names.includes(filter));
};

const planLines = (plans: ReplayPlan[]): string[] =>
  table(
    ['event', 'from place', 'facts', 'not handled yet'],
    plans.map(({ filter, fromSequence, facts, unhandled }) => [
      filter,
      String(fromSequence),
      String(facts),
      String(unhandled),
    ]),
  );
