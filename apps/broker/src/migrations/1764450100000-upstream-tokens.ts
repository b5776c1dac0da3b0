import { grantRows, type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `CREATE TABLE upstream_token (
     tenant_id uuid NOT NULL,
     login_id uuid NOT NULL,
     sealed_token text NOT NULL,
     due_at timestamptz NOT NULL,
     CONSTRAINT upstream_token__pk PRIMARY KEY (tenant_id, login_id)
   )`,
  'CREATE INDEX upstream_token__due ON upstream_token (due_at)',
  'CREATE INDEX session__login ON session (tenant_id, login_id) WHERE ended_at IS NULL',
  ...tenantPolicy('upstream_token'),
];

/** By what an identity provider is asked again whether somebody still may: kept only where a connection wants that. */
export const upstreamTokens = (role: string): Migration =>
  class UpstreamTokens1764450100000 implements MigrationInterface {
    name = 'UpstreamTokens1764450100000';

    async up(runner: QueryRunner): Promise<void> {
      for (const statement of [...STATEMENTS, grantRows('upstream_token', role)])
        await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
