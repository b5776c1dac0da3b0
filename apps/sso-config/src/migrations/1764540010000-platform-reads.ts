import type { Migration } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds when somebody of the platform looked last. */
export const platformReads = (): Migration =>
  class PlatformReads1764540010000 implements MigrationInterface {
    name = 'PlatformReads1764540010000';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(
        `CREATE INDEX audit_entry__read ON audit_entry (tenant_id, done_by, at) WHERE action = 'support.read'`,
      );
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
