import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWNERS, type Owner } from './databases.ts';
import { ROOT } from './folders.ts';
import { bootstrapEnv, migrationEnv, type HouseFacts } from './house-plan.ts';
import type { ProcessGroup } from './process-group.ts';

const APP_OF: Record<Owner, string> = {
  sso_config: 'sso-config',
  broker: 'broker',
  identity: 'identity',
  dashboard: 'dashboard',
};

/** Brings every database, the streams and the durables up to date, then makes the seed application. */
export const migrate = async (group: ProcessGroup, facts: HouseFacts): Promise<void> => {
  await Promise.all(
    OWNERS.map((owner) => runScript(group, APP_OF[owner], 'migrate', migrationEnv(facts, owner))),
  );
  await makeSubscriberDurable(facts);
  await runScript(group, 'broker', 'bootstrap', bootstrapEnv(facts));
};

const runScript = (
  group: ProcessGroup,
  app: string,
  script: 'migrate' | 'bootstrap',
  env: Record<string, string>,
): Promise<void> =>
  group.run({
    name: `${app} ${script}`,
    command: process.execPath,
    args: [join(ROOT, 'apps', app, 'dist', `${script}.js`)],
    env,
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
