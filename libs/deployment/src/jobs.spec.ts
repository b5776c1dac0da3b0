import { applicationsJob, migrationJob } from './jobs.js';
import { KeyDirectory } from './key-directory.js';

const directory = new KeyDirectory('/run/portico/keys');

describe(migrationJob.name, () => {
  it('gives the job both roles of the database and the migration key, by their files', () => {
    expect(migrationJob(directory, 'sso-config', 'nats://nats:4222')).toEqual({
      name: 'sso-config migrate',
      script: 'apps/sso-config/dist/migrate.js',
      env: {
        NATS_URL: 'nats://nats:4222',
        PORTICO_MIGRATION_NATS_NKEY_FILE: '/run/portico/keys/nats-migration.nk',
        PORTICO_MIGRATION_DATABASE_URL_FILE: '/run/portico/keys/owner-database-url-sso-config',
        DATABASE_URL_FILE: '/run/portico/keys/database-url-sso-config',
      },
    });
  });
});

describe(applicationsJob.name, () => {
  it('gives the job the runtime role, and secrets by their files alone', () => {
    const { env } = applicationsJob(directory, { dashboardUrl: 'https://dashboard.example.com' });
    expect(env).toEqual({
      DATABASE_URL_FILE: '/run/portico/keys/database-url-broker',
      PORTICO_SEED_CLIENT_SECRET_FILE: '/run/portico/keys/seed-client-secret',
      PORTICO_DASHBOARD_CLIENT_SECRET_FILE: '/run/portico/keys/dashboard-client-secret',
      PORTICO_DASHBOARD_URL: 'https://dashboard.example.com',
    });
  });
});
