import { idempotencyTable, type Migration } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was answered to requests with an `Idempotency-Key`. */
export const idempotencyKeys = (role: string): Migration =>
  class IdempotencyKeys1764080000000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      for (const statement of idempotencyTable(role)) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
