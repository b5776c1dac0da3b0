import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '@portico/deployment';
import { ROOT } from './folders.ts';
import { addressesOf, type HouseFacts } from './house-plan.ts';
import type { ProcessGroup } from './process-group.ts';

/** Brings every database, the streams and the durables up to date, then makes Portico's own applications. */
export const migrate = async (group: ProcessGroup, facts: HouseFacts): Promise<void> => {
  // Imported when it is built, which a static import could not wait for.
  const { applicationsJob, KeyDirectory, migrationJob, SERVICES } = await import('@portico/deployment');
  const directory = new KeyDirectory(facts.keys.directory);
  const run = (job: Job): Promise<void> => runJob(group, facts.env, job);
  await Promise.all(SERVICES.map((service) => run(migrationJob(directory, service, facts.natsUrl))));
  await makeSubscriberDurable(facts);
  await run(applicationsJob(directory, { dashboardUrl: addressesOf(facts.ports).dashboard }));
};

const runJob = (group: ProcessGroup, env: Record<string, string>, job: Job): Promise<void> =>
  group.run({
    name: job.name,
    command: process.execPath,
    args: [join(ROOT, job.script)],
    env: { ...env, ...job.env },
    cwd: ROOT,
  });

/** The example subscriber is no service of the house, so no migration job makes its durable. */
const makeSubscriberDurable = async ({ natsUrl, keys }: HouseFacts): Promise<void> => {
  const [{ provisionFacts }, { durableName, LoginCompleted }] = await Promise.all([
    import('@portico/messaging'),
    import('@portico/contracts'),
  ]);
  const seed = readFileSync(keys.nats.migration.seedFile, 'utf8');
  await provisionFacts({
    url: natsUrl,
    nkeySeed: seed,
    durables: [{ name: durableName('subscriber', LoginCompleted), filter: LoginCompleted.type }],
  });
};
