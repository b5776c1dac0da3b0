import { existsSync } from 'node:fs';
import { type DeployedService, type KeyDirectory, migrationJob, SERVICES } from '@portico/deployment';
import type { Command } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { addKeyOption, type KeyOptions, keyDirectoryOf } from '../key-place.js';
import { type JobEnd, runJob } from '../run-job.js';
import { Terminal } from '../terminal.js';

interface Options extends KeyOptions {
  natsUrl?: string;
}

/** `portico migrate`: every service's own job, each with its own roles. */
export const addMigrateCommand = (program: Command): void => {
  addKeyOption(program.command('migrate [services...]'))
    .description(
      `Brings databases, stream and durables up to date: of all services, or of ${SERVICES.join(', ')}.`,
    )
    .option('--nats-url <url>', 'where NATS is, instead of NATS_URL')
    .action(migrate);
};

const migrate = async (named: string[], _options: object, command: Command): Promise<void> => {
  const options = command.optsWithGlobals<Options>();
  const services = readServices(named);
  const directory = keyDirectoryOf(options);
  const natsUrl = options.natsUrl ?? process.env['NATS_URL'];
  checkThere(directory, services, natsUrl);
  const terminal = new Terminal(options);
  let done = 0;
  // Side by side: each has a database of its own, and at NATS they do not get into each other's way.
  const ends = await Promise.all(
    services.map(async (service) => {
      const end = await runJob(migrationJob(directory, service, natsUrl ?? ''));
      terminal.tell(`[${++done}/${services.length}] ${toProgress(service, end)}`);
      return { service, ...end };
    }),
  );
  terminal.show({ services: ends }, () => []);
  process.exitCode = ends.find(({ exitCode }) => exitCode !== EXIT.done)?.exitCode ?? EXIT.done;
};

const toProgress = (service: string, { exitCode, output }: JobEnd): string =>
  exitCode === EXIT.done ? output : `${service}: not migrated (exit code ${exitCode}, see above)`;

const readServices = (named: string[]): readonly DeployedService[] => {
  if (named.length === 0) return SERVICES;
  const unknown = named.filter((name) => !(SERVICES as readonly string[]).includes(name));
  if (unknown.length === 0) return SERVICES.filter((service) => named.includes(service));
  throw new Failure(
    EXIT.misused,
    `No service is called ${unknown.join(', ')}: there are ${SERVICES.join(', ')}.`,
  );
};

/** Every file that is missing, before anything is changed. */
const checkThere = (
  directory: KeyDirectory,
  services: readonly DeployedService[],
  natsUrl?: string,
): void => {
  const speaking = services.some((service) => service !== 'dashboard');
  const files = [
    ...services.flatMap((service) => [directory.ownerDatabaseUrl(service), directory.databaseUrl(service)]),
    ...(speaking ? [directory.natsSeed('migration')] : []),
  ];
  const faults = [
    ...files.filter((file) => !existsSync(file)).map((file) => `${file} is not there`),
    ...(speaking && !natsUrl ? ['NATS_URL is not set'] : []),
  ];
  if (faults.length > 0) throw new Failure(EXIT.misused, `Nothing has been changed:\n${faults.join('\n')}`);
};
