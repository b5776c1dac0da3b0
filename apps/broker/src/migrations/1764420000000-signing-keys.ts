import { grantRows, type Migration } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = `CREATE TABLE signing_key (
  kid text CONSTRAINT signing_key__pk PRIMARY KEY,
  alg text NOT NULL,
  sealed_key text NOT NULL,
  created_at timestamptz NOT NULL,
  active_from timestamptz NOT NULL,
  published_until timestamptz
)`;

/** The keys that sign tokens, sealed; they belong to the platform. */
export const signingKeys = (role: string): Migration =>
  class SigningKeys1764420000000 implements MigrationInterface {
    name = 'SigningKeys1764420000000';

    async up(runner: QueryRunner): Promise<void> {
      for (const statement of [TABLE, grantRows('signing_key', role)]) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
