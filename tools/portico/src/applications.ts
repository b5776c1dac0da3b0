import {
  type Application,
  type ApplicationCreated,
  type ApplicationList,
  CreateApplication,
  RotateSecret,
  type SecretRotated,
  UpdateApplication,
} from '@portico/contracts';
import { type Command, Option } from 'commander';
import { addFieldOptions, readFields } from './application-options.js';
import { apply } from './apply/apply.js';
import { Portico } from './portico.js';
import { readBody } from './read-body.js';
import { Secrets } from './secrets-file.js';
import { recordLines, table } from './table.js';

type Options = Record<string, unknown> & { secretsFile?: string };

const SECRETS_FILE = [
  '--secrets-file <path>',
  'where a new secret is written, for the owner alone, instead of being shown',
] as const;

const pathOf = (id: string): string => `/v1/applications/${encodeURIComponent(id)}`;

/** `portico applications …`: the registry of applications. */
export const addApplicationCommands = (program: Command): void => {
  const group = program
    .command('applications')
    .description('The applications that sign people in through Portico.');

  group.command('list').description('Every application.').action(list);
  group.command('get <id>').description('One application.').action(get);
  addFieldOptions(
    group
      .command('create <id>')
      .description('Registers an application; a secret is shown this once.')
      .addOption(
        new Option('--kind <kind>', 'which kind it is')
          .choices(['public', 'confidential', 'machine'])
          .makeOptionMandatory(),
      )
      .option(...SECRETS_FILE),
  ).action(create);
  addFieldOptions(
    group
      .command('update <id>')
      .description('Changes what is given; what is left out stays.')
      .option(...SECRETS_FILE),
  ).action(update);
  group
    .command('delete <id>')
    .description('Removes an application with its tokens; sessions of people go on.')
    .option('--yes', 'do not ask')
    .action(remove);
  group
    .command('rotate-secret <id>')
    .description('Makes a new secret, shown this once; the older ones go on for the overlap.')
    .option('--overlap-seconds <seconds>', 'from 0 to 2592000', '86400')
    .option(...SECRETS_FILE)
    .action(rotateSecret);
  group
    .command('apply <file>')
    .description('Makes applications and resource servers what applications.yaml says; shows the plan first.')
    .option('--prune', 'delete what the file does not name, except the application that the command acts for')
    .option('--dry-run', 'show the plan and end: with 4 where there is something to do')
    .option('--yes', 'do not ask')
    .option(...SECRETS_FILE)
    .action(apply);
};

const list = async (_options: Options, command: Command): Promise<void> => {
  const portico = new Portico(command, ['applications:read']);
  const answer = await portico.broker.get<ApplicationList>('/v1/applications');
  portico.show(answer, () => applicationTable(answer.applications));
};

const get = async (id: string, _options: Options, command: Command): Promise<void> => {
  const portico = new Portico(command, ['applications:read']);
  const application = await portico.broker.get<Application>(pathOf(id));
  portico.show(application, () => recordLines(application));
};

const create = async (id: string, options: Options, command: Command): Promise<void> => {
  const body = readBody(CreateApplication, { id, name: id, kind: options['kind'], ...readFields(options) });
  const portico = new Portico(command, ['applications:write']);
  const secrets = new Secrets(options.secretsFile);
  showMade(portico, secrets, await portico.broker.call('POST', '/v1/applications', body));
};

const update = async (id: string, options: Options, command: Command): Promise<void> => {
  const body = readBody(UpdateApplication, readFields(options));
  const portico = new Portico(command, ['applications:write']);
  const secrets = new Secrets(options.secretsFile);
  showMade(portico, secrets, await portico.broker.call('PATCH', pathOf(id), body));
};

const showMade = (portico: Portico, secrets: Secrets, made: ApplicationCreated): void => {
  const { clientSecret, ...application } = made;
  secrets.keep(made.id, clientSecret);
  portico.show({ ...application, clientSecret: secrets.shown[made.id] ?? null }, () => [
    ...recordLines(application),
    ...secrets.lines(),
  ]);
};

const remove = async (id: string, { yes }: { yes?: true }, command: Command): Promise<void> => {
  const portico = new Portico(command, ['applications:write']);
  if (!yes) await portico.checkWanted(`Delete the application ${id} with its tokens?`);
  await portico.broker.call('DELETE', pathOf(id));
  portico.show({ deleted: id }, () => [`${id} is deleted.`]);
};

const rotateSecret = async (id: string, options: Options, command: Command): Promise<void> => {
  const body = readBody(RotateSecret, { overlapSeconds: Number(options['overlapSeconds']) });
  const portico = new Portico(command, ['applications:write']);
  const secrets = new Secrets(options.secretsFile);
  const made = await portico.broker.call<SecretRotated>('POST', `${pathOf(id)}/secrets`, body);
  secrets.keep(id, made.clientSecret);
  portico.show({ ...made, clientSecret: secrets.shown[id] ?? null }, () => [
    `${id} has a new secret; the older ones end ${body.overlapSeconds === 0 ? 'now' : `in ${body.overlapSeconds} seconds`}.`,
    ...secrets.lines(),
  ]);
};

const applicationTable = (applications: Application[]): string[] =>
  table(
    ['id', 'kind', 'name', 'tenants', 'secrets'],
    applications.map(({ id, kind, name, tenantIds, secrets }) => [
      id,
      kind,
      name,
      tenantIds === null ? 'all' : String(tenantIds.length),
      String(secrets.length),
    ]),
  );
