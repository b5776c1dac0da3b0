import { grantRows, type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const OF_USER = 'FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE';

const FACTOR = [
  `CREATE TABLE factor (
     tenant_id uuid NOT NULL,
     id uuid NOT NULL,
     user_id uuid NOT NULL,
     kind text NOT NULL CONSTRAINT factor__kind__known CHECK (kind IN ('totp', 'passkey')),
     name text NOT NULL,
     sealed_secret text,
     last_step bigint NOT NULL DEFAULT 0,
     credential_id text,
     public_key bytea,
     sign_count bigint NOT NULL DEFAULT 0,
     transports text[] NOT NULL DEFAULT '{}',
     device_bound boolean NOT NULL DEFAULT false,
     used_by uuid,
     created_at timestamptz NOT NULL DEFAULT now(),
     confirmed_at timestamptz,
     last_used_at timestamptz,
     CONSTRAINT factor__pk PRIMARY KEY (tenant_id, id),
     CONSTRAINT factor__tenant_credential__unique UNIQUE (tenant_id, credential_id),
     CONSTRAINT factor__user ${OF_USER}
   )`,
  'CREATE INDEX factor__tenant_user ON factor (tenant_id, user_id)',
];

const CHALLENGE = [
  `CREATE TABLE passkey_challenge (
     tenant_id uuid NOT NULL,
     id uuid NOT NULL,
     user_id uuid NOT NULL,
     purpose text NOT NULL,
     challenge text NOT NULL,
     taken_by uuid,
     created_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT passkey_challenge__pk PRIMARY KEY (tenant_id, id),
     CONSTRAINT passkey_challenge__user ${OF_USER}
   )`,
  'CREATE INDEX passkey_challenge__tenant_user ON passkey_challenge (tenant_id, user_id)',
];

const TABLES = ['factor', 'passkey_challenge'];

/** Time-based codes and passkeys of users, and the challenges that passkeys answer. */
export const secondFactors = (role: string): Migration =>
  class SecondFactors1764470000000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      const statements = [
        ...FACTOR,
        ...CHALLENGE,
        ...TABLES.flatMap(tenantPolicy),
        ...TABLES.map((table) => grantRows(table, role)),
      ];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
