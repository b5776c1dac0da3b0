import { type DeployedService, type KeyDirectory } from './key-directory.js';

/** A program of a service that runs to its end: its file below the folder of the release, and its environment. */
export interface Job {
  name: string;
  script: string;
  env: Record<string, string>;
}

/** Brings a service's database, its stream and its durables up to date, as the owner of the tables. */
export const migrationJob = (directory: KeyDirectory, service: DeployedService, natsUrl: string): Job => ({
  name: `${service} migrate`,
  script: `apps/${service}/dist/migrate.js`,
  env: {
    NATS_URL: natsUrl,
    PORTICO_MIGRATION_NATS_NKEY_FILE: directory.natsSeed('migration'),
    PORTICO_MIGRATION_DATABASE_URL_FILE: directory.ownerDatabaseUrl(service),
    DATABASE_URL_FILE: directory.databaseUrl(service),
  },
});

/** Makes the machine application `seed` and the dashboard's, with the secrets of the directory. */
export const applicationsJob = (
  directory: KeyDirectory,
  { dashboardUrl, replaceSecrets = false }: { dashboardUrl: string; replaceSecrets?: boolean },
): Job => ({
  name: 'broker bootstrap',
  script: 'apps/broker/dist/bootstrap.js',
  env: {
    DATABASE_URL_FILE: directory.databaseUrl('broker'),
    PORTICO_SEED_CLIENT_SECRET_FILE: directory.seedSecret,
    PORTICO_DASHBOARD_CLIENT_SECRET_FILE: directory.dashboardSecret,
    PORTICO_DASHBOARD_URL: dashboardUrl,
    ...(replaceSecrets && { PORTICO_REPLACE_SECRETS: 'true' }),
  },
});
