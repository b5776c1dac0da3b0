import { grantRows, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = `CREATE TABLE connection_revision (
  tenant_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  revision integer NOT NULL,
  document jsonb NOT NULL,
  replaced_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT connection_revision__pk PRIMARY KEY (tenant_id, connection_id, revision)
)`;

/** The values that a connection had before its present ones, for logins that began with them. */
export const connectionRevisions = (role: string): new () => MigrationInterface =>
  class ConnectionRevisions1764300000000 implements MigrationInterface {
    name = 'ConnectionRevisions1764300000000';

    async up(runner: QueryRunner): Promise<void> {
      const statements = [
        table,
        'CREATE INDEX connection_revision__replaced ON connection_revision (replaced_at)',
        ...tenantPolicy('connection_revision'),
        grantRows('connection_revision', role),
      ];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
