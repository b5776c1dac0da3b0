import type { Command } from 'commander';
import { addPlaceOptions } from '../deployment-place.js';
import { replay } from './replay.js';
import { tail } from './tail.js';

/** `portico events …`: what Portico has told, and telling a subscriber again. */
export const addEventCommands = (program: Command): void => {
  const group = program.command('events').description('What Portico tells on NATS.');

  addPlaceOptions(group.command('tail'))
    .description(
      'Shows facts as they come, a line each; takes none from anybody. With --json an object a line.',
    )
    .option('--events <names...>', 'only these, such as login.failed,login.completed')
    .option('--tenant <id>', 'only those of one tenant')
    .option('--since <time>', 'also those since then: 15m, 2h, 3d, or a time such as 2026-11-23T08:00:00Z')
    .option('--count <number>', 'ends after so many')
    .option('--no-follow', 'ends with the last one that is kept; without --since, all that are kept')
    .action(tail);

  addPlaceOptions(group.command('replay'))
    .description('Gives one subscriber its facts again, from a time or a place in the stream on.')
    .requiredOption('--subscriber <name>', 'as portico subscriber list names it')
    .option('--since <time>', 'from then on: 15m, 2h, 3d, or a time such as 2026-11-23T08:00:00Z')
    .option('--from-sequence <number>', 'from this place in the stream on, as events tail shows it')
    .option('--events <names...>', 'only these of its events')
    .option('--yes', 'do not ask')
    .action(replay);
};
