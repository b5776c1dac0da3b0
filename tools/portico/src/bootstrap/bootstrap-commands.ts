import type { Command } from 'commander';
import { addKeyOption } from '../key-place.js';
import { applications } from './applications.js';
import { databases } from './databases.js';
import { keys } from './keys.js';
import { operator } from './operator.js';

/** `portico bootstrap …`: what a deployment needs before it serves anybody. Each step may run again at any time. */
export const addBootstrapCommands = (program: Command): void => {
  const group = program.command('bootstrap').description('What a deployment needs before it serves anybody.');
  addKeyOption(group.command('keys'))
    .description('Makes the keys and secrets that are missing; overwrites none, and needs no server.')
    .action(keys);
  addKeyOption(group.command('databases'))
    .description('Makes the databases and roles of the services, and the files with the ways to them.')
    .option('--postgres-url <url>', 'the server as its superuser, instead of PORTICO_POSTGRES_URL or …_FILE')
    .option('--prefix <prefix>', 'databases and roles are named <prefix>_<service>', 'portico')
    .action(databases);
  addKeyOption(group.command('applications'))
    .description('Makes the machine application seed, and the dashboard, with the secrets of the directory.')
    .option('--dashboard-url <url>', 'the address of the dashboard, instead of PORTICO_DASHBOARD_URL')
    .option('--replace-secrets', 'a secret that Portico does not know takes the place of the older ones')
    .action(applications);
  addKeyOption(group.command('operator'))
    .description('Makes the first operator, and shows a link that lets them choose a password, this once.')
    .requiredOption('--email <email>', 'who it is')
    .option('--name <name>', 'what people read; the e-mail address unless said')
    .action(operator);
};
