import { migrateDatabase } from '@portico/service-kit';
import { inspectSchema, startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { ConnectionRevisionRow } from '../connections/connection-revision.entity.js';
import { ConnectionRow } from '../connections/connection.entity.js';
import { DomainRow } from '../domains/domain.entity.js';
import { ExemptionRow } from '../exemptions/exemption.entity.js';
import { TenantRow } from '../tenants/tenant.entity.js';
import { migrationsFor } from './index.js';

const ENTITIES = [TenantRow, ConnectionRow, ConnectionRevisionRow, ExemptionRow, DomainRow];

describe('the migrations of sso-config', () => {
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
    expect(await inspectSchema(database, ENTITIES)).toEqual({
      drift: [],
      withoutWall: ['dead_letter', 'inbox_event', 'outbox_event', 'schema_migration'],
      ownedByRuntime: [],
    });
  });

  it('do nothing the second time', async () => {
    expect(await migrate()).toEqual([]);
  });
});
