import { existsSync } from 'node:fs';
import { applicationsJob } from '@portico/deployment';
import type { Command } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { type KeyOptions, keyDirectoryOf } from '../key-place.js';
import { runJob } from '../run-job.js';
import { Terminal } from '../terminal.js';

interface Options extends KeyOptions {
  dashboardUrl?: string;
  replaceSecrets?: true;
}

/** A line of the job's output. */
interface Bootstrapped {
  application: string;
  outcome: string;
}

/** `portico bootstrap applications`: runs the broker's job with the files of the directory. */
export const applications = async (_options: object, command: Command): Promise<void> => {
  const options = command.optsWithGlobals<Options>();
  const directory = keyDirectoryOf(options);
  const dashboardUrl = readDashboardUrl(options);
  const needed = [directory.databaseUrl('broker'), directory.seedSecret, directory.dashboardSecret];
  const missing = needed.filter((file) => !existsSync(file));
  if (missing.length > 0)
    throw new Failure(
      EXIT.misused,
      `${missing.join(', ')}: not there. portico bootstrap keys and portico bootstrap databases make them.`,
    );
  const { replaceSecrets } = options;
  const { exitCode, output } = await runJob(applicationsJob(directory, { dashboardUrl, replaceSecrets }));
  const made = output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Bootstrapped);
  if (made.length > 0)
    new Terminal(options).show({ applications: made }, () =>
      made.map(({ application, outcome }) => `${application}: ${outcome}`),
    );
  process.exitCode = exitCode;
};

const readDashboardUrl = ({ dashboardUrl }: Options, env = process.env): string => {
  const url = dashboardUrl ?? env['PORTICO_DASHBOARD_URL'];
  if (!url)
    throw new Failure(EXIT.misused, 'PORTICO_DASHBOARD_URL is not set: set it, or say --dashboard-url.');
  return url.replace(/\/$/, '');
};
