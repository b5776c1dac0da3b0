import { type ResourceServer, type ResourceServerList, SetResourceServer } from '@portico/contracts';
import { type Command, Option } from 'commander';
import { Portico } from './portico.js';
import { readBody } from './read-body.js';
import { recordLines, table } from './table.js';

interface SetOptions {
  name?: string;
  audience: string;
  scope?: string[];
  tokenAlg: string;
}

const pathOf = (id: string): string => `/v1/resource-servers/${encodeURIComponent(id)}`;

/** `portico resource-servers …`: the APIs that applications get access tokens for. */
export const addResourceServerCommands = (program: Command): void => {
  const group = program
    .command('resource-servers')
    .description("The APIs that verify Portico's access tokens.");

  group.command('list').description('Every resource server.').action(list);
  group
    .command('set <id>')
    .description('Registers a resource server, or replaces it.')
    .requiredOption('--audience <audience>', 'the https address or URN that its tokens are for')
    .option('--name <name>', 'what people read; the id where it is left out')
    .option('--scope <scope...>', 'every scope that its tokens may carry')
    .addOption(
      new Option('--token-alg <alg>', 'the signature of its tokens')
        .choices(['ES256', 'RS256'])
        .default('ES256'),
    )
    .action(set);
  group
    .command('delete <id>')
    .description('Removes a resource server that no application names any more.')
    .option('--yes', 'do not ask')
    .action(remove);
};

const list = async (_options: object, command: Command): Promise<void> => {
  const portico = new Portico(command, ['applications:read']);
  const answer = await portico.broker.get<ResourceServerList>('/v1/resource-servers');
  portico.show(answer, () =>
    table(
      ['id', 'audience', 'scopes', 'tokens'],
      answer.resourceServers.map(({ id, audience, scopes, tokenAlg }) => [
        id,
        audience,
        scopes.join(' '),
        tokenAlg,
      ]),
    ),
  );
};

const set = async (id: string, options: SetOptions, command: Command): Promise<void> => {
  const { name = id, audience, scope: scopes, tokenAlg } = options;
  const body = readBody(SetResourceServer, { name, audience, scopes, tokenAlg });
  const portico = new Portico(command, ['applications:write']);
  const server = await portico.broker.call<ResourceServer>('PUT', pathOf(id), body);
  portico.show(server, () => recordLines(server));
};

const remove = async (id: string, { yes }: { yes?: true }, command: Command): Promise<void> => {
  const portico = new Portico(command, ['applications:write']);
  if (!yes) await portico.checkWanted(`Delete the resource server ${id}?`);
  await portico.broker.call('DELETE', pathOf(id));
  portico.show({ deleted: id }, () => [`${id} is deleted.`]);
};
