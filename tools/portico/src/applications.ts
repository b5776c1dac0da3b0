import type { Application, ApplicationList } from '@portico/contracts';
import type { Command } from 'commander';
import { Portico } from './portico.ts';
import { table } from './table.ts';

/** `portico applications …`: the registry of applications. */
export const addApplicationCommands = (program: Command): void => {
  const group = program
    .command('applications')
    .description('The applications that sign people in through Portico.');

  group
    .command('list')
    .description('Every application.')
    .action(async (_options: object, command: Command) => {
      const portico = new Portico(command, ['applications:read']);
      const answer = await portico.broker.get<ApplicationList>('/v1/applications');
      portico.show(answer, () => applicationTable(answer.applications));
    });
};

const applicationTable = (applications: Application[]): string[] =>
  table(
    ['id', 'kind', 'name', 'tenants'],
    applications.map(({ id, kind, name, tenantIds }) => [
      id,
      kind,
      name,
      tenantIds === null ? 'all' : String(tenantIds.length),
    ]),
  );
