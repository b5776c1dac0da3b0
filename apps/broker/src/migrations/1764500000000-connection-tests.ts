import { grantRows, type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = `CREATE TABLE connection_test (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL CONSTRAINT connection_test__id__unique UNIQUE,
  reference text NOT NULL CONSTRAINT connection_test__reference__unique UNIQUE,
  connection_id uuid NOT NULL,
  provider text NOT NULL,
  revision integer NOT NULL,
  connection jsonb,
  secret_hash text NOT NULL,
  asked_by text NOT NULL,
  asked_by_subject text NOT NULL,
  status text NOT NULL,
  passed boolean NOT NULL DEFAULT false,
  user_id uuid,
  code text,
  upstream_error jsonb,
  claims jsonb,
  match jsonb,
  evidence jsonb,
  remedies text[] NOT NULL DEFAULT '{}',
  started_at timestamptz NOT NULL DEFAULT now(),
  opened_at timestamptz,
  ended_at timestamptz,
  CONSTRAINT connection_test__pk PRIMARY KEY (tenant_id, id)
)`;

const INDEXES = [
  `CREATE INDEX connection_test__under_way ON connection_test (tenant_id, started_at)
     WHERE status IN ('waiting', 'under_way', 'claimed')`,
  `CREATE INDEX connection_test__of_connection ON connection_test (tenant_id, connection_id, revision, ended_at)
     WHERE status = 'succeeded'`,
  'CREATE INDEX connection_test__claims ON connection_test (ended_at) WHERE claims IS NOT NULL',
  'CREATE INDEX connection_test__forgotten ON connection_test (ended_at) WHERE NOT passed',
  // What a connection's logins tell: the last that succeeded, and by code those that failed since.
  `CREATE INDEX login__completed ON login (tenant_id, connection_id, ended_at)
     WHERE status = 'completed' AND connection_id IS NOT NULL`,
  `CREATE INDEX login__failed ON login (tenant_id, connection_id, code, ended_at)
     WHERE status = 'failed' AND connection_id IS NOT NULL`,
  `CREATE INDEX login__of_admin ON login (tenant_id, connection_id, revision, ended_at)
     WHERE status = 'completed' AND account->'roles' ? 'tenant_admin'`,
  `CREATE INDEX login__of_user ON login (tenant_id, user_id, ended_at) WHERE status = 'completed'`,
];

/** Test sign-ins, and what finds the logins of a connection and of a user. */
export const connectionTests = (role: string): Migration =>
  class ConnectionTests1764500000000 implements MigrationInterface {
    name = 'ConnectionTests1764500000000';

    async up(runner: QueryRunner): Promise<void> {
      const statements = [TABLE, ...INDEXES, ...tenantPolicy('connection_test')];
      for (const statement of [...statements, grantRows('connection_test', role)])
        await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
