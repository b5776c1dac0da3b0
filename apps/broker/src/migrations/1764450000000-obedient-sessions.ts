import { grantRows, type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = [
  `ALTER TABLE tenant_settings
     ADD COLUMN session_absolute_seconds integer NOT NULL DEFAULT 43200,
     ADD COLUMN session_idle_seconds integer`,
  'ALTER TABLE login ADD COLUMN upstream jsonb',
  // `expires_at` stays for the replicas of the release before, and is read by none of this one.
  `ALTER TABLE session
     ADD COLUMN last_used_at timestamptz NOT NULL DEFAULT now(),
     ADD COLUMN upstream_issuer text,
     ADD COLUMN upstream_subject text,
     ADD COLUMN upstream_sid text,
     ADD COLUMN provider_expires_at timestamptz`,
];

const INDEXES = [
  'CREATE INDEX session__live ON session (tenant_id, started_at, uid) WHERE ended_at IS NULL',
  `CREATE INDEX session__upstream_subject ON session (tenant_id, connection_id, upstream_subject)
    WHERE ended_at IS NULL AND upstream_subject IS NOT NULL`,
  `CREATE INDEX session__upstream_sid ON session (tenant_id, connection_id, upstream_sid)
    WHERE ended_at IS NULL AND upstream_sid IS NOT NULL`,
];

const TABLES = [
  `CREATE TABLE session_sweep (
     id boolean CONSTRAINT session_sweep__pk PRIMARY KEY DEFAULT true CHECK (id),
     begun_at timestamptz NOT NULL,
     tenant_id uuid,
     started_at timestamptz,
     uid text
   )`,
  `INSERT INTO session_sweep (begun_at) VALUES ('-infinity')`,
  `CREATE TABLE logout_token (
     tenant_id uuid NOT NULL,
     connection_id uuid NOT NULL,
     jti text NOT NULL,
     expires_at timestamptz NOT NULL,
     CONSTRAINT logout_token__pk PRIMARY KEY (tenant_id, connection_id, jti)
   )`,
];

/** What the settings begin with, tenant by tenant: row-level security binds the owner too. */
const DOCUMENTS = `
  DO $$
  DECLARE
    here uuid;
    everywhere uuid[];
    of_connection CONSTANT jsonb := '{"honoursSessionExpiry": false, "recheckMinutes": null}';
  BEGIN
    PERFORM set_config('portico.across', 'on', true);
    everywhere := ARRAY(SELECT tenant_id FROM tenant_settings);
    PERFORM set_config('portico.across', '', true);
    FOREACH here IN ARRAY everywhere LOOP
      PERFORM set_config('portico.tenant', here::text, true);
      UPDATE tenant_settings SET document =
        '{"sessions": {"absoluteSeconds": 43200, "idleSeconds": null},
          "secondFactor": {"password": "optional", "sso": "trusted"}}'
        || jsonb_set(document, '{connections}', coalesce(
          (SELECT jsonb_agg(of_connection || value ORDER BY ordinality)
             FROM jsonb_array_elements(document->'connections') WITH ORDINALITY), '[]'));
      UPDATE connection_revision SET document = of_connection || document;
    END LOOP;
    PERFORM set_config('portico.tenant', '', true);
  END $$`;

/** Sessions that live as long as their tenant says, that a sweep finds, and that their identity provider can end. */
export const obedientSessions = (role: string): Migration =>
  class ObedientSessions1764450000000 implements MigrationInterface {
    name = 'ObedientSessions1764450000000';

    async up(runner: QueryRunner): Promise<void> {
      const statements = [
        ...COLUMNS,
        ...INDEXES,
        ...TABLES,
        ...tenantPolicy('logout_token'),
        ...['session_sweep', 'logout_token'].map((table) => grantRows(table, role)),
        DOCUMENTS,
        // Everything is asked again, as a replica of the release before may have dropped what it did not know.
        'UPDATE settings_contact SET cursor = NULL',
      ];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
