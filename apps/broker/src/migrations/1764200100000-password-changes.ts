import { grantRows, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a user's password was last changed: what was proved with an older one begins no session any more. */
const TABLES = [
  `CREATE TABLE password_change (
     tenant_id uuid NOT NULL,
     user_id uuid NOT NULL,
     changed_at timestamptz NOT NULL,
     CONSTRAINT password_change__pk PRIMARY KEY (tenant_id, user_id)
   )`,
  `CREATE INDEX session__user ON session (tenant_id, user_id) WHERE ended_at IS NULL`,
];

export const passwordChanges = (role: string): new () => MigrationInterface =>
  class PasswordChanges1764200100000 implements MigrationInterface {
    name = 'PasswordChanges1764200100000';

    async up(runner: QueryRunner): Promise<void> {
      const statements = [...TABLES, ...tenantPolicy('password_change'), grantRows('password_change', role)];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
