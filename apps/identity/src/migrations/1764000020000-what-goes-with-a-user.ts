import type { Migration } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const OF_USER = 'FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE';

const cascade = (table: string): string[] => [
  `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${table}__user`,
  `ALTER TABLE ${table} ADD CONSTRAINT ${table}__user ${OF_USER}`,
];

/** Whatever belongs to a user goes with the user. */
export const whatGoesWithAUser = (): Migration =>
  class WhatGoesWithAUser1764000020000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      const tables = ['identity_link', 'user_password', 'password_link', 'mailbox_proof'];
      for (const statement of tables.flatMap(cascade)) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
