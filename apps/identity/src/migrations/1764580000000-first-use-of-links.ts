import type { Migration } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a sign-in first used a link: those that were only added, and those from before today, have no such moment yet. */
export const firstUseOfLinks = (): Migration =>
  class FirstUseOfLinks1764580000000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      await runner.query('ALTER TABLE identity_link ADD COLUMN first_used_at timestamptz');
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
