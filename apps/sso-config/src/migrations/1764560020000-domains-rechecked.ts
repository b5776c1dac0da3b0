import type { Migration } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `ALTER TABLE domain
     ADD COLUMN checked_at timestamptz,
     ADD COLUMN missing_since timestamptz,
     ADD COLUMN recheck_at timestamptz NOT NULL DEFAULT '-infinity',
     ADD CONSTRAINT domain__missing_only_where_proved CHECK (missing_since IS NULL OR proved_at IS NOT NULL)`,
  'CREATE INDEX domain__recheck_at ON domain (recheck_at) WHERE proved_at IS NOT NULL',
];

/** Proved domains are looked up again; those of before, and of a replica of the release before, next. */
export const domainsRechecked = (): Migration =>
  class DomainsRechecked1764560020000 implements MigrationInterface {
    name = 'DomainsRechecked1764560020000';

    async up(runner: QueryRunner): Promise<void> {
      for (const statement of STATEMENTS) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
