import { writeFileSync } from 'node:fs';
import { AppError, CreateApplication as WantedApplication, Scope } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { DataSource } from 'typeorm';
import { ApplicationEntity } from './applications/application.entity.js';
import { ApplicationStore } from './applications/application.store.js';
import { CheckApplication } from './applications/check-application.js';
import { CreateApplication } from './applications/create-application.js';
import { ResourceServerEntity } from './applications/resource-server.entity.js';
import { ResourceServerStore } from './applications/resource-server.store.js';
import { readBootstrapEnvironment } from './env.js';

// The first application: a machine that may set everything up through the APIs. Made once; a second run gives it the
// scopes that Portico has learned since, because no other application may hand them out.
const environment = readBootstrapEnvironment();
const source = await new DataSource({
  type: 'postgres',
  url: environment.DATABASE_URL,
  entities: [ApplicationEntity, ResourceServerEntity],
}).initialize();
const database = new Database(source);
const applications = new ApplicationStore();
const seed = WantedApplication.parse({ id: 'seed', kind: 'machine', name: 'Seed', apiScopes: Scope.options });

const make = async (): Promise<void> => {
  const check = new CheckApplication(applications, new ResourceServerStore());
  const { id, clientSecret } = await new CreateApplication(database, applications, check).run(seed);
  const credentials = JSON.stringify({ clientId: id, clientSecret });
  writeFileSync(environment.PORTICO_SEED_CREDENTIALS_FILE, credentials, { mode: 0o600 });
  process.stdout.write('broker: seed application made\n');
};

const giveScopes = async (): Promise<void> => {
  const { id, apiScopes } = seed;
  await database.transaction(async (tx) => await applications.save(tx, { id, apiScopes }));
  process.stdout.write('broker: seed application exists\n');
};

try {
  await make();
} catch (error) {
  if (!(error instanceof AppError) || error.code !== 'application_id_taken') throw error;
  await giveScopes();
} finally {
  await source.destroy();
}
