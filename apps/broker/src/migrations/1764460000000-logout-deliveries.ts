import { grantRows, type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `CREATE TABLE logout_delivery (
     tenant_id uuid NOT NULL,
     id uuid NOT NULL DEFAULT uuidv7(),
     application_id text NOT NULL,
     session_uid text NOT NULL,
     sid text NOT NULL,
     sub text NOT NULL,
     attempts integer NOT NULL DEFAULT 0,
     next_try_at timestamptz NOT NULL DEFAULT now(),
     created_at timestamptz NOT NULL DEFAULT now(),
     delivered_at timestamptz,
     given_up_at timestamptz,
     fault text,
     CONSTRAINT logout_delivery__pk PRIMARY KEY (tenant_id, id),
     CONSTRAINT logout_delivery__session_application__unique UNIQUE (tenant_id, session_uid, application_id)
   )`,
  `CREATE INDEX logout_delivery__due ON logout_delivery (next_try_at)
     WHERE delivered_at IS NULL AND given_up_at IS NULL`,
  `CREATE INDEX logout_delivery__created ON logout_delivery (created_at)`,
  ...tenantPolicy('logout_delivery'),
];

/** The logout tokens that applications are still to get. */
export const logoutDeliveries = (role: string): Migration =>
  class LogoutDeliveries1764460000000 implements MigrationInterface {
    name = 'LogoutDeliveries1764460000000';

    async up(runner: QueryRunner): Promise<void> {
      for (const statement of [...STATEMENTS, grantRows('logout_delivery', role)])
        await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
