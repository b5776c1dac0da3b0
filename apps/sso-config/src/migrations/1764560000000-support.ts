import { type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const SUPPORT_REQUEST = `
  CREATE TABLE support_request (
    tenant_id uuid NOT NULL CONSTRAINT support_request__tenant REFERENCES tenant (tenant_id),
    id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT support_request__kind__known CHECK (kind IN ('unlisted_provider')),
    message text NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    status text NOT NULL DEFAULT 'open'
      CONSTRAINT support_request__status__known CHECK (status IN ('open', 'done', 'declined')),
    answer text,
    answered_by text,
    answered_at timestamptz,
    CONSTRAINT support_request__pk PRIMARY KEY (tenant_id, id)
  )`;

const BREAK_GLASS = `
  CREATE TABLE break_glass (
    tenant_id uuid NOT NULL CONSTRAINT break_glass__tenant REFERENCES tenant (tenant_id),
    id uuid NOT NULL,
    reason text NOT NULL,
    requested_by uuid NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    approved_by uuid,
    approved_at timestamptz,
    open_until timestamptz,
    ended_by uuid,
    ended_at timestamptz,
    CONSTRAINT break_glass__pk PRIMARY KEY (tenant_id, id),
    CONSTRAINT break_glass__two_people CHECK (approved_by <> requested_by),
    CONSTRAINT break_glass__approved_wholly CHECK (num_nulls(approved_by, approved_at, open_until) IN (0, 3))
  )`;

/** What companies ask of support, and what operators ask of each other; both are kept. */
export const support = (role: string): Migration =>
  class Support1764560000000 implements MigrationInterface {
    name = 'Support1764560000000';

    async up(runner: QueryRunner): Promise<void> {
      const statements = [
        SUPPORT_REQUEST,
        `CREATE UNIQUE INDEX support_request__one_open ON support_request (tenant_id, kind) WHERE status = 'open'`,
        'CREATE INDEX support_request__newest ON support_request (id)',
        BREAK_GLASS,
        ...['support_request', 'break_glass'].flatMap((table) => [
          ...tenantPolicy(table),
          `GRANT SELECT, INSERT, UPDATE ON ${table} TO "${role}"`,
        ]),
      ];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
