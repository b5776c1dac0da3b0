import type { Migration } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A user's id is the `sub` that applications know them by, so it is nobody else's, in no tenant (OpenID Connect Core §8). */
export const userIdsAreUnique = (): Migration =>
  class UserIdsAreUnique1764590000000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      await runner.query('CREATE UNIQUE INDEX app_user__id__unique ON app_user (id)');
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
