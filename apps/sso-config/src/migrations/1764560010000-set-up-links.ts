import { type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const SET_UP_LINK = `
  CREATE TABLE set_up_link (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    connection_id uuid NOT NULL,
    token_hash bytea NOT NULL CONSTRAINT set_up_link__token__unique UNIQUE,
    session_hash bytea CONSTRAINT set_up_link__session__unique UNIQUE,
    note text NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    opened_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT set_up_link__pk PRIMARY KEY (tenant_id, id),
    CONSTRAINT set_up_link__connection FOREIGN KEY (tenant_id, connection_id)
      REFERENCES connection (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT set_up_link__session_of_opened CHECK ((session_hash IS NULL) = (opened_at IS NULL))
  )`;

/** Links for somebody of IT who has no account; one goes with its connection, and its session with it. */
export const setUpLinks = (role: string): Migration =>
  class SetUpLinks1764560010000 implements MigrationInterface {
    name = 'SetUpLinks1764560010000';

    async up(runner: QueryRunner): Promise<void> {
      const statements = [
        SET_UP_LINK,
        'CREATE INDEX set_up_link__connection ON set_up_link (tenant_id, connection_id)',
        ...tenantPolicy('set_up_link'),
        `GRANT SELECT, INSERT, UPDATE ON set_up_link TO "${role}"`,
      ];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
