import type { Migration } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A user's id is the `sub` that applications know them by, so it is nobody else's, in no tenant (OpenID Connect Core §8). */
export const userIdsAreUnique = (): Migration =>
  class UserIdsAreUnique1764590000000 implements MigrationInterface {
    /** So that users are written to while a large table gets its index. */
    readonly transaction = false;

    async up(runner: QueryRunner): Promise<void> {
      // It waits for transactions that are under way, and nobody waits behind it.
      await runner.query('SET lock_timeout = 0');
      // What a run that was cut short has left is no index yet.
      await runner.query('DROP INDEX CONCURRENTLY IF EXISTS app_user__id__unique');
      await runner.query('CREATE UNIQUE INDEX CONCURRENTLY app_user__id__unique ON app_user (id)');
      await runner.query('RESET lock_timeout');
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
