import { migrateAsOwner, runMigrationJob } from '@portico/service-kit';
import { readMigrationEnvironment } from './env.js';
import { migrationsFor } from './migrations/index.js';

await runMigrationJob(async () => {
  const done = await migrateAsOwner(readMigrationEnvironment(), migrationsFor);
  return `dashboard: ${String(done.length)} migrations run`;
});
