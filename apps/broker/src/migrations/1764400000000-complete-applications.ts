import { grantRows, type Migration } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // `secret_hash` stays for the replicas of the release before, and is read by none of this one.
  `ALTER TABLE application
     ADD COLUMN secrets jsonb NOT NULL DEFAULT '[]',
     ADD COLUMN token_auth text,
     ADD COLUMN jwks jsonb,
     ADD COLUMN jwks_uri text,
     ADD COLUMN resources jsonb NOT NULL DEFAULT '[]',
     ADD COLUMN backchannel_logout_uri text,
     ADD COLUMN initiate_login_uri text,
     ADD COLUMN connection_ids uuid[],
     ADD COLUMN id_token_alg text NOT NULL DEFAULT 'ES256',
     ADD COLUMN id_token_seconds integer NOT NULL DEFAULT 3600,
     ADD COLUMN access_token_seconds integer NOT NULL DEFAULT 300,
     ADD COLUMN refresh_token_seconds integer DEFAULT 2592000`,
  `UPDATE application SET token_auth = 'basic', secrets = jsonb_build_array(jsonb_build_object(
     'id', uuidv7(), 'hash', secret_hash, 'createdAt', created_at, 'expiresAt', NULL)) WHERE secret_hash IS NOT NULL`,
  `UPDATE application SET refresh_token_seconds = NULL WHERE kind = 'machine'`,
  `CREATE TABLE resource_server (
     id text CONSTRAINT resource_server__pk PRIMARY KEY,
     audience text NOT NULL CONSTRAINT resource_server__audience__unique UNIQUE,
     name text NOT NULL,
     scopes text[] NOT NULL,
     token_alg text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now()
   )`,
];

/** Everything that an application can be registered with: secrets that overlap, keys, APIs, logout, lifetimes. */
export const completeApplications = (role: string): Migration =>
  class CompleteApplications1764400000000 implements MigrationInterface {
    name = 'CompleteApplications1764400000000';

    async up(runner: QueryRunner): Promise<void> {
      for (const statement of [...STATEMENTS, grantRows('resource_server', role)])
        await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
