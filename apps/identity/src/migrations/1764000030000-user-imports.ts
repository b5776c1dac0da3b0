import { grantRows, type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const USER_IMPORT = `
  CREATE TABLE user_import (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    last_line int NOT NULL DEFAULT 0,
    finished boolean NOT NULL DEFAULT false,
    created int NOT NULL DEFAULT 0,
    updated int NOT NULL DEFAULT 0,
    unchanged int NOT NULL DEFAULT 0,
    refused int NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT user_import__pk PRIMARY KEY (tenant_id, id)
  )`;

/** How far imports of users have come. */
export const userImports = (role: string): Migration =>
  class UserImports1764000030000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      const statements = [USER_IMPORT, ...tenantPolicy('user_import'), grantRows('user_import', role)];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
