import type { Command } from 'commander';
import { addPlaceOptions } from '../deployment-place.js';
import { add } from './add.js';
import { list } from './list.js';
import { remove } from './remove.js';

/** `portico subscriber …`: what other teams need to hear Portico's events. */
export const addSubscriberCommands = (program: Command): void => {
  const group = program
    .command('subscriber')
    .description("Other teams' keys and durables, to hear Portico's events.");

  addPlaceOptions(group.command('add <name>'))
    .description('Gives a team a key and a durable for each event. Again, it changes nothing.')
    .requiredOption('--events <names...>', 'what it may hear, such as login.completed,user.created')
    .option(
      '--core',
      'for a stock client of core NATS: no durables, at most once, and only while it is connected',
    )
    .action(add);

  addPlaceOptions(group.command('list'))
    .description('Every subscriber, and what still waits for it.')
    .action(list);

  addPlaceOptions(group.command('remove <name>'))
    .description('Takes a key and its durables away, with what still waits in them.')
    .option('--yes', 'do not ask')
    .action(remove);
};
