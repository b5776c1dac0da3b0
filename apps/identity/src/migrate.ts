import { migrateService } from '@portico/messaging';
import { readMigrationEnvironment } from './env.js';
import { migrationsFor } from './migrations/index.js';

await migrateService('identity', readMigrationEnvironment, migrationsFor);
