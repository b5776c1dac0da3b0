import { DEFAULT_SESSION_LIFETIMES, type TenantSettings } from '@portico/contracts';
import { Database, migrateDatabase, newId } from '@portico/service-kit';
import { startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { DataSource } from 'typeorm';
import { ENTITIES } from '../entities.js';
import { migrationsFor } from '../migrations/index.js';
import { ConnectionRevisionStore } from './connection-revision.store.js';
import type { FindSettings } from './find-settings.js';
import { FindTenantByHandle } from './find-tenant-by-handle.js';
import { HandleStore } from './handle.store.js';
import type { Handle } from './handles.rules.js';
import { PlatformGoogle } from './platform-google.js';
import { SaveSettings } from './save-settings.js';
import { SettingsStore } from './settings.store.js';

describe(SaveSettings.name, () => {
  let testDatabase: TestDatabase;
  let source: DataSource;
  let database: Database;
  let saveSettings: SaveSettings;
  const handles = new HandleStore();

  beforeAll(async () => {
    testDatabase = await startPostgresDatabase();
    await migrateDatabase(testDatabase.ownerUrl, migrationsFor(testDatabase.runtimeRole));
    source = await new DataSource({
      type: 'postgres',
      url: testDatabase.runtimeUrl,
      entities: ENTITIES,
    }).initialize();
    database = new Database(source);
    const settings = new SettingsStore(new PlatformGoogle());
    saveSettings = new SaveSettings(database, settings, handles, new ConnectionRevisionStore());
  });
  afterAll(async () => {
    await source.destroy();
    await testDatabase.drop();
  });

  const save = async (
    tenantId: string,
    version: number,
    domains: string[],
    slug = tenantId,
  ): Promise<void> => {
    const settings = {
      tenantId,
      slug,
      version,
      domains,
      connections: [{ id: newId(), mode: 'off' }],
      sessions: DEFAULT_SESSION_LIFETIMES,
    };
    await saveSettings.run(settings as unknown as TenantSettings);
  };
  const find = async (...wanted: Handle[]): Promise<string[]> =>
    await database.acrossTenants(async (tx) => await handles.find(tx, wanted));

  it('B03 lets a tenant be found by the domains of its newest version alone', async () => {
    const acme = newId();
    await save(acme, 2, ['acme.example', 'acme.test']);
    await save(acme, 3, ['acme.test']);
    await save(acme, 2, ['acme.example']);
    expect(await find('domain:acme.example')).toEqual([]);
    expect(await find('domain:acme.test')).toEqual([acme]);
  });

  it('keeps kinds apart: a slug that reads like a domain is none', async () => {
    await save(newId(), 1, [], 'globex.example');
    expect(await find('domain:globex.example')).toEqual([]);
    expect(await find('slug:globex.example')).toHaveLength(1);
  });

  it('names every tenant that claims a domain, and a tenant once', async () => {
    const tenants = [newId(), newId()].sort();
    for (const tenant of tenants) await save(tenant, 1, ['moving.example', 'moved.example']);
    expect((await find('domain:moving.example', 'domain:moved.example')).sort()).toEqual(tenants);
  });

  it('B03 sends nobody to either of two tenants that claim a domain', async () => {
    const settingsOf = { run: async (tenantId: string) => await Promise.resolve({ settings: { tenantId } }) };
    const findTenant = new FindTenantByHandle(database, handles, settingsOf as unknown as FindSettings);
    const [one, other] = [newId(), newId()];
    await save(one, 1, ['disputed.example', 'undisputed.example']);
    await save(other, 1, ['disputed.example']);
    expect(await findTenant.run(['domain:disputed.example'])).toBeNull();
    expect(await findTenant.run(['domain:undisputed.example'])).toEqual({ settings: { tenantId: one } });
    expect(await findTenant.run(['domain:nobodys.example'])).toBeNull();
  });

  it('finds by one step into an index, row-level security included', async () => {
    for (let n = 0; n < 200; n++) await save(newId(), 1, [`company-${String(n)}.example`]);
    const plan = await database.acrossTenants(async (tx) => {
      await tx.query('SET LOCAL enable_seqscan = off');
      return await tx.query<Record<string, string>[]>(
        `EXPLAIN SELECT DISTINCT tenant_id FROM tenant_handle WHERE handle = ANY ($1::text[])`,
        [['domain:company-7.example']],
      );
    });
    expect(JSON.stringify(plan)).toMatch(/tenant_handle__handle.*Index Cond: \(handle = ANY/);
  });
});
