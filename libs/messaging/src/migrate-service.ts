import type { ServiceName } from '@portico/contracts';
import {
  migrateAsOwner,
  type Migration,
  type MigrationEnvironment,
  MigrationRefusal,
  runMigrationJob,
} from '@portico/service-kit';
import { JetStreamApiError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import { provisionService } from './provision.js';

/**
 * A service's migration job as a process: brings its database up to date as the owner, then makes the stream and the
 * durables that the service consumes. Safe to run twice, also at once. `migrationsFor` gets the name of the runtime
 * role. Ends with the exit codes of `runMigrationJob`.
 */
export const migrateService = async (
  service: ServiceName,
  readEnvironment: () => MigrationEnvironment,
  migrationsFor: (runtimeRole: string) => Migration[],
): Promise<void> => {
  await runMigrationJob(async () => {
    const environment = readEnvironment();
    const done = await migrateAsOwner(environment, migrationsFor);
    await provision(service, environment);
    return `${service}: ${String(done.length)} migrations run, stream and durables in place`;
  });
};

const provision = async (
  service: ServiceName,
  {
    NATS_URL: url,
    PORTICO_MIGRATION_NATS_NKEY_FILE: nkeySeed,
    PORTICO_NATS_REPLICAS: replicas,
  }: MigrationEnvironment,
): Promise<void> => {
  try {
    await provisionService(service, { url, nkeySeed, replicas });
  } catch (error) {
    throw explainNatsError(error, hostsOf(url));
  }
};

/** Addresses without what may stand before the host. */
const hostsOf = (urls: string): string =>
  urls
    .split(',')
    .map((url) => url.replace(/^.*@|^\w+:\/\//, ''))
    .join(', ');

/** For the account (10039), and for the server (10076). */
const WITHOUT_JETSTREAM = new Set([10_039, 10_076]);

/** The client does not export the class that it throws where the whole server has none. */
const isWithoutJetStream = (error: unknown): boolean =>
  error instanceof JetStreamApiError
    ? WITHOUT_JETSTREAM.has(error.code)
    : error instanceof Error && error.name === 'JetStreamNotEnabled';

const explainNatsError = (error: unknown, hosts: string): unknown => {
  if (isWithoutJetStream(error))
    return new MigrationRefusal(
      'refused',
      `NATS at ${hosts} has no JetStream: switch it on (jetstream { … }, and for the account), then run this again`,
      { cause: error },
    );
  if (error instanceof errors.AuthorizationError)
    return new MigrationRefusal(
      'misconfigured',
      `NATS at ${hosts} does not know the key of PORTICO_MIGRATION_NATS_NKEY_FILE: its accounts are to be those of the same bootstrap`,
      { cause: error },
    );
  if (error instanceof errors.ConnectionError || error instanceof errors.TimeoutError)
    return new MigrationRefusal('unreachable', `NATS at ${hosts} cannot be reached`, { cause: error });
  return error;
};
