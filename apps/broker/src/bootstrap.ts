import { writeFileSync } from 'node:fs';
import { AppError, CreateApplication as WantedApplication, Scope } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { DataSource } from 'typeorm';
import { ApplicationEntity } from './applications/application.entity.js';
import { ApplicationStore } from './applications/application.store.js';
import { CreateApplication } from './applications/create-application.js';
import { readBootstrapEnvironment } from './env.js';

// The first application: a machine that may set everything up through the APIs. Made once; a second run changes nothing.
const environment = readBootstrapEnvironment();
const source = await new DataSource({
  type: 'postgres',
  url: environment.DATABASE_URL,
  entities: [ApplicationEntity],
}).initialize();
try {
  const { id, clientSecret } = await new CreateApplication(new Database(source), new ApplicationStore()).run(
    WantedApplication.parse({ id: 'seed', kind: 'machine', name: 'Seed', apiScopes: [...Scope.options] }),
  );
  const credentials = JSON.stringify({ clientId: id, clientSecret });
  writeFileSync(environment.PORTICO_SEED_CREDENTIALS_FILE, credentials, { mode: 0o600 });
  process.stdout.write('broker: seed application made\n');
} catch (error) {
  if (!(error instanceof AppError) || error.code !== 'application_id_taken') throw error;
  process.stdout.write('broker: seed application exists\n');
} finally {
  await source.destroy();
}
