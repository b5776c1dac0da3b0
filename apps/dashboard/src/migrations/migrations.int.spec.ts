import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrateDatabase } from '@portico/service-kit';
import { inspectSchema, startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { migrationsFor } from './index.js';

describe('the migrations of dashboard', () => {
  let database: TestDatabase;

  const migrate = async (): Promise<string[]> =>
    await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole));

  beforeAll(async () => {
    database = await startPostgresDatabase();
    await migrate();
  });
  afterAll(async () => {
    await database.drop();
  });

  it('leave nothing that the entities would change, and no tenant table without its wall', async () => {
    expect(await inspectSchema(database, [])).toEqual({
      drift: [],
      withoutWall: ['schema_migration'],
      ownedByRuntime: [],
    });
  });

  it('are what docs/restore/dashboard.sql is written for', async () => {
    const afterRestoring = join(import.meta.dirname, '../../../../docs/restore/dashboard.sql');
    await database.sql(readFileSync(afterRestoring, 'utf8'));
    expect(await database.sql('TABLE dashboard_session')).toEqual([]);
  });

  it('do nothing the second time', async () => {
    expect(await migrate()).toEqual([]);
  });
});
