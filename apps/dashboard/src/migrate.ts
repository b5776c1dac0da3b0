import { migrateDatabase, roleOf } from '@portico/service-kit';
import { readMigrationEnvironment } from './env.js';
import { migrationsFor } from './migrations/index.js';

const { PORTICO_MIGRATION_DATABASE_URL, DATABASE_URL } = readMigrationEnvironment();
const done = await migrateDatabase(PORTICO_MIGRATION_DATABASE_URL, migrationsFor(roleOf(DATABASE_URL)));
process.stdout.write(`dashboard: ${String(done.length)} migrations run\n`);
