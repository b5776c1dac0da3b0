import type { Command } from 'commander';
import { exportTenants } from './export-tenants.js';
import { importTenants } from './import-tenants.js';

/** `portico tenants …`: companies with their domains and connections, in and out. */
export const addTenantCommands = (program: Command): void => {
  const group = program.command('tenants').description('Companies with their domains and connections.');

  group
    .command('export [slugs...]')
    .description('The tenants named, or all, as a file for tenants import; never a secret.')
    .option('--output <file>', 'where to; stdout unless said')
    .action(exportTenants);

  group
    .command('import <file>')
    .description('Makes tenants what the file says, after showing the plan; what it does not name stays.')
    .option('--secrets-file <path>', 'JSON: client secrets of connections by "tenant/connection"')
    .option('--replace-secrets', 'also where a connection has one')
    .option('--dry-run', 'show the plan and end: with 4 where there is something to do')
    .option('--yes', 'do not ask')
    .action(importTenants);
};
