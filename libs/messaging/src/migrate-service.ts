import type { ServiceName } from '@portico/contracts';
import { migrateDatabase, type Migration, type MigrationEnvironment, roleOf } from '@portico/service-kit';
import { provisionService } from './provision.js';

/**
 * A service's migration job: brings its database up to date as the owner, then makes the stream and the durables
 * that the service consumes. Safe to run twice, also at once. `migrationsFor` gets the name of the runtime role.
 */
export const migrateService = async (
  service: ServiceName,
  environment: MigrationEnvironment,
  migrationsFor: (runtimeRole: string) => Migration[],
): Promise<void> => {
  const { PORTICO_MIGRATION_DATABASE_URL, PORTICO_MIGRATION_NATS_NKEY_FILE, DATABASE_URL, NATS_URL } =
    environment;
  const done = await migrateDatabase(PORTICO_MIGRATION_DATABASE_URL, migrationsFor(roleOf(DATABASE_URL)));
  await provisionService(service, { url: NATS_URL, nkeySeed: PORTICO_MIGRATION_NATS_NKEY_FILE });
  process.stdout.write(`${service}: ${String(done.length)} migrations run, stream and durables in place\n`);
};
