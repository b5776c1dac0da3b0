import { grantRows, type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const REFUSAL = [
  `CREATE TABLE user_import_refusal (
     tenant_id uuid NOT NULL,
     import_id uuid NOT NULL,
     line int NOT NULL,
     code text NOT NULL,
     message text,
     refused_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT user_import_refusal__pk PRIMARY KEY (tenant_id, import_id, line),
     CONSTRAINT user_import_refusal__import FOREIGN KEY (tenant_id, import_id)
       REFERENCES user_import (tenant_id, id) ON DELETE CASCADE
   )`,
  'CREATE INDEX user_import_refusal__refused_at ON user_import_refusal (refused_at)',
];

/** Which lines an import has refused, and why. */
export const importRefusals = (role: string): Migration =>
  class ImportRefusals1764580020000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      const table = 'user_import_refusal';
      for (const statement of [...REFUSAL, ...tenantPolicy(table), grantRows(table, role)])
        await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
