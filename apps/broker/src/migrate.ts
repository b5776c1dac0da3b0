import { migrateService } from '@portico/messaging';
import { readMigrationEnvironment } from './env.js';
import { skeleton } from './migrations/1763884800000-skeleton.js';

await migrateService('broker', readMigrationEnvironment(), (role) => [skeleton(role)]);
