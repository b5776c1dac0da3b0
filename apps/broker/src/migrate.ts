import { readFileSync } from 'node:fs';
import { provisionService } from '@portico/messaging';
import { migrateDatabase, roleOf } from '@portico/service-kit';
import { readMigrationEnvironment } from './env.js';
import { skeleton } from './migrations/1763884800000-skeleton.js';

const environment = readMigrationEnvironment();
const done = await migrateDatabase(environment.PORTICO_MIGRATION_DATABASE_URL, [
  skeleton(roleOf(environment.DATABASE_URL)),
]);
await provisionService('broker', {
  url: environment.NATS_URL,
  nkeySeed: readFileSync(environment.PORTICO_MIGRATION_NATS_NKEY_FILE, 'utf8'),
});
process.stdout.write(`broker: ${String(done.length)} migrations run, stream and durables in place\n`);
