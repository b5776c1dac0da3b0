import { grantRows, type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const REHEARSAL = [
  `CREATE TABLE rehearsal (
     tenant_id uuid NOT NULL,
     id uuid NOT NULL,
     connection_id uuid NOT NULL,
     revision int NOT NULL,
     settings_version int NOT NULL,
     findings jsonb NOT NULL,
     made_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT rehearsal__pk PRIMARY KEY (tenant_id, id)
   )`,
  'CREATE INDEX rehearsal__tenant_connection ON rehearsal (tenant_id, connection_id)',
  'CREATE INDEX rehearsal__made_at ON rehearsal (made_at)',
];

// By the hundred thousand and for a day: no key to the user, whose row need not know of it.
const REHEARSED_USER = `
  CREATE TABLE rehearsed_user (
    tenant_id uuid NOT NULL,
    rehearsal_id uuid NOT NULL,
    user_id uuid NOT NULL,
    outcome text NOT NULL,
    code text,
    CONSTRAINT rehearsed_user__pk PRIMARY KEY (tenant_id, rehearsal_id, user_id)
  )`;

const TABLES = ['rehearsal', 'rehearsed_user'];

/** What would become of a tenant's users if a connection were enforced. */
export const rehearsals = (role: string): Migration =>
  class Rehearsals1764580010000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      const statements = [
        ...REHEARSAL,
        REHEARSED_USER,
        ...TABLES.flatMap(tenantPolicy),
        ...TABLES.map((table) => grantRows(table, role)),
      ];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
