import type { Command } from 'commander';
import { exportUsers } from './export-users.js';
import { importUsers } from './import-users.js';

/** `portico users …`: the people of one tenant, in and out. */
export const addUserCommands = (program: Command): void => {
  const group = program.command('users').description('The people of a tenant.');

  group
    .command('export <tenant>')
    .description('Every user of a tenant (slug or id), a line each, as users import takes them.')
    .option('--format <format>', 'ndjson or csv; by the end of the file name unless said')
    .option('--output <file>', 'where to; stdout unless said')
    .option('--without-ids', 'for another tenant or another Portico, which gives ids of its own')
    .action(exportUsers);

  group
    .command('import <tenant> <file>')
    .description(
      'Adds and changes users of a tenant (slug or id) line by line; a bad line is told, the others go in.',
    )
    .option('--format <format>', 'ndjson or csv; by the end of the file name unless said')
    .option('--import-id <id>', 'goes on with this import, which broke off')
    .option('--results <file>', 'where to write what became of each line, as NDJSON')
    .action(importUsers);
};
