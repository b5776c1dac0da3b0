import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrateDatabase } from '@portico/service-kit';
import { inspectSchema, startPostgresDatabase, type TestDatabase } from '@portico/testing';
import pg from 'pg';
import { AuditEntryRow } from '../audit/audit-entry.entity.js';
import { ConnectionRevisionRow } from '../connections/connection-revision.entity.js';
import { ConnectionRow } from '../connections/connection.entity.js';
import { DomainRow } from '../domains/domain.entity.js';
import { ExemptionRow } from '../exemptions/exemption.entity.js';
import { SetUpLinkRow } from '../set-up-links/set-up-link.entity.js';
import { BreakGlassRow } from '../support/break-glass.entity.js';
import { SupportRequestRow } from '../support/support-request.entity.js';
import { TenantRow } from '../tenants/tenant.entity.js';
import { migrationsFor } from './index.js';

const ENTITIES = [
  TenantRow,
  ConnectionRow,
  ConnectionRevisionRow,
  ExemptionRow,
  DomainRow,
  AuditEntryRow,
  BreakGlassRow,
  SetUpLinkRow,
  SupportRequestRow,
];

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

  it('are what docs/restore/sso-config.sql is written for', async () => {
    const afterRestoring = join(import.meta.dirname, '../../../../docs/restore/sso-config.sql');
    await database.sql(readFileSync(afterRestoring, 'utf8'));
    expect(await database.sql('TABLE set_up_link')).toEqual([]);
  });

  it('do nothing the second time', async () => {
    expect(await migrate()).toEqual([]);
  });
});

describe('the migration to every way in', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await startPostgresDatabase();
  });
  afterAll(async () => {
    await database.drop();
  });

  it('gives old revisions their values, and Google connections the platform’s client', async () => {
    const [first, ...rest] = migrationsFor(database.runtimeRole);
    await migrateDatabase(database.ownerUrl, first ? [first] : []);
    const rows = new pg.Client({ connectionString: database.ownerUrl });
    await rows.connect();
    await rows.query(`SELECT set_config('portico.across', 'on', false)`);
    for (const slug of ['acme', 'hooli']) {
      const id = `0199d5a0-0000-7000-8000-00000000${slug === 'acme' ? 'aaaa' : 'bbbb'}`;
      await rows.query(`SELECT set_config('portico.tenant', $1, false)`, [id]);
      await rows.query(
        `INSERT INTO tenant (tenant_id, slug, name, settings_version) VALUES ($1, $2, $2, 3)`,
        [id, slug],
      );
      await rows.query(
        `WITH added AS (
           INSERT INTO connection (tenant_id, provider, name, mode, revision, issuer, client_id, sealed_client_secret)
           VALUES ($1, $2, 'Old', 'enabled', 1, 'https://id.example.com', 'portico', 'eyJ') RETURNING *)
         INSERT INTO connection_revision (tenant_id, connection_id, revision, "values", saved_by)
         SELECT tenant_id, id, 1, '{"issuer": "https://id.example.com"}', 'user:x' FROM added`,
        [id, slug === 'acme' ? 'keycloak' : 'google'],
      );
    }
    await migrateDatabase(database.ownerUrl, [...(first ? [first] : []), ...rest]);
    const { rows: found } = await rows.query(
      `SELECT slug, settings_version AS version, c.revision, c.issuer, c.callback, c.mode, r.revision AS of,
          r."values"->>'callback' AS was, r."values"->'honoursSessionExpiry' AS follows FROM tenant JOIN connection c USING (tenant_id)
        JOIN connection_revision r ON r.connection_id = c.id ORDER BY slug, r.revision`,
    );
    const google = {
      slug: 'hooli',
      version: 4,
      revision: 2,
      issuer: null,
      callback: 'shared',
      mode: 'enabled',
    };
    expect(found).toEqual([
      {
        slug: 'acme',
        version: 3,
        revision: 1,
        issuer: 'https://id.example.com',
        callback: 'own',
        mode: 'enabled',
        of: 1,
        was: 'own',
        follows: false,
      },
      { ...google, of: 1, was: 'own', follows: false },
      { ...google, of: 2, was: 'shared', follows: false },
    ]);
    await rows.end();
  });
});
