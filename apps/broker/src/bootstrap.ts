import { Database, EnvironmentError } from '@portico/service-kit';
import { DataSource } from 'typeorm';
import { ApplicationEntity } from './applications/application.entity.js';
import { ApplicationStore } from './applications/application.store.js';
import { BootstrapApplication } from './applications/bootstrap-application.js';
import { dashboardApplication, seedApplication } from './applications/first-applications.rules.js';
import { readBootstrapEnvironment } from './env.js';

// The applications that Portico itself needs, with the secrets that the deployment has made for them: the machine that
// sets everything up through the APIs, and the dashboard. Safe to run again; the seed gets the scopes that Portico has
// learned since, because no other application may hand those out.

/** Exit codes as of the command line (docs/command-line.md). */
const REFUSED = 1;
const MISUSED = 2;

const bootstrap = async (): Promise<void> => {
  const environment = readBootstrapEnvironment();
  const wanted = [
    [seedApplication(), environment.PORTICO_SEED_CLIENT_SECRET],
    [dashboardApplication(environment.PORTICO_DASHBOARD_URL), environment.PORTICO_DASHBOARD_CLIENT_SECRET],
  ] as const;
  const source = await new DataSource({
    type: 'postgres',
    url: environment.DATABASE_URL,
    entities: [ApplicationEntity],
  }).initialize();
  try {
    const bootstrapApplication = new BootstrapApplication(new Database(source), new ApplicationStore());
    for (const [application, secret] of wanted) {
      const outcome = await bootstrapApplication.run(
        application,
        secret,
        environment.PORTICO_REPLACE_SECRETS,
      );
      tell(application.id, outcome);
    }
  } finally {
    await source.destroy();
  }
};

const tell = (id: string, outcome: Awaited<ReturnType<BootstrapApplication['run']>>): void => {
  process.stdout.write(`${JSON.stringify({ application: id, outcome })}\n`);
  if (outcome !== 'another secret') return;
  process.stderr.write(
    `The secret that was given for ${id} is not one that Portico knows: it was changed since. Give the present one, or say that this one is to replace it.\n`,
  );
  process.exitCode = REFUSED;
};

try {
  await bootstrap();
} catch (error) {
  if (!(error instanceof EnvironmentError)) throw error;
  process.stderr.write(`cannot start:\n${error.message}\n`);
  process.exitCode = MISUSED;
}
