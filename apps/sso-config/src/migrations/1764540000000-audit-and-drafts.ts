import { type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No reference to the connection: what was done to it is told after it is gone. */
const AUDIT_ENTRY = `
  CREATE TABLE audit_entry (
    tenant_id uuid NOT NULL CONSTRAINT audit_entry__tenant REFERENCES tenant (tenant_id),
    id uuid NOT NULL DEFAULT uuidv7(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    done_by text NOT NULL,
    by_platform boolean NOT NULL,
    action text NOT NULL,
    connection_id uuid,
    detail jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT audit_entry__pk PRIMARY KEY (tenant_id, id)
  )`;

const OF_CONNECTION =
  'CREATE INDEX audit_entry__connection ON audit_entry (tenant_id, connection_id, id) WHERE connection_id IS NOT NULL';

/** What was done to a tenant's single sign-on, and what was typed into a set-up and not saved yet. */
export const auditAndDrafts = (role: string): Migration =>
  class AuditAndDrafts1764540000000 implements MigrationInterface {
    name = 'AuditAndDrafts1764540000000';

    async up(runner: QueryRunner): Promise<void> {
      const statements = [
        AUDIT_ENTRY,
        OF_CONNECTION,
        ...tenantPolicy('audit_entry'),
        // A log that could be changed would prove nothing.
        `GRANT SELECT, INSERT ON audit_entry TO "${role}"`,
        'ALTER TABLE connection ADD COLUMN draft jsonb',
      ];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
