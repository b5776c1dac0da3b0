import { migrateDatabase } from '@portico/service-kit';
import { inspectSchema, startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { ENTITIES } from '../entities.js';
import { migrationsFor } from './index.js';

describe('the migrations of the broker', () => {
  let database: TestDatabase;

  const migrate = async (): Promise<string[]> =>
    await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole));

  beforeAll(async () => {
    database = await startPostgresDatabase();
    await Promise.all([migrate(), migrate()]);
  });
  afterAll(async () => {
    await database.drop();
  });

  it('leave nothing that the entities would change', async () => {
    expect((await inspectSchema(database, ENTITIES)).drift).toEqual([]);
  });

  it('do nothing the second time', async () => {
    expect(await migrate()).toEqual([]);
  });

  it('A02 put every tenant table behind forced row-level security', async () => {
    const { withoutWall } = await inspectSchema(database, []);
    const platform = [
      'application',
      'resource_server',
      'provider_artifact',
      'schema_migration',
      'session_sweep',
      'settings_contact',
      'signing_key',
      'throttle',
    ];
    expect(withoutWall).toEqual([...platform, 'dead_letter', 'inbox_event', 'outbox_event'].sort());
  });

  it('A02 give the runtime role no table of its own', async () => {
    expect((await inspectSchema(database, [])).ownedByRuntime).toEqual([]);
  });
});
