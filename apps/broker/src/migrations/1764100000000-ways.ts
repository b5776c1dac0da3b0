import { grantRows, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const handles = [
  // A plain text key with an equality index: row-level security would keep an index on an array or a document unused.
  `CREATE TABLE tenant_handle (
     tenant_id uuid NOT NULL,
     handle text NOT NULL,
     CONSTRAINT tenant_handle__pk PRIMARY KEY (tenant_id, handle)
   )`,
  `CREATE INDEX tenant_handle__handle ON tenant_handle (handle)`,
  `SELECT set_config('portico.across', 'on', true)`,
  `INSERT INTO tenant_handle (tenant_id, handle)
   SELECT tenant_id, 'slug:' || (document->>'slug') FROM tenant_settings
   UNION SELECT tenant_id, 'domain:' || value
           FROM tenant_settings, jsonb_array_elements_text(coalesce(document->'domains', '[]'))
   UNION SELECT tenant_id, 'connection:' || (value->>'id')
           FROM tenant_settings, jsonb_array_elements(document->'connections')`,
  ...tenantPolicy('tenant_handle'),
];

/** What the ways in need: tenants found by slug, domain and connection, and logins that did not return. */
export const ways = (role: string): new () => MigrationInterface =>
  class Ways1764100000000 implements MigrationInterface {
    name = 'Ways1764100000000';

    async up(runner: QueryRunner): Promise<void> {
      const statements = [
        ...handles,
        grantRows('tenant_handle', role),
        `CREATE INDEX login__under_way ON login (tenant_id, started_at) WHERE status IN ('started', 'claimed')`,
      ];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
