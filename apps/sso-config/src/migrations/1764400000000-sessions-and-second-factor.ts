import type { Migration } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `ALTER TABLE tenant
     ADD COLUMN session_absolute_seconds int NOT NULL DEFAULT 43200,
     ADD COLUMN session_idle_seconds int,
     ADD COLUMN second_factor_password text NOT NULL DEFAULT 'optional'
       CONSTRAINT tenant__second_factor_password__known CHECK (second_factor_password IN ('optional', 'required')),
     ADD COLUMN second_factor_sso text NOT NULL DEFAULT 'trusted'
       CONSTRAINT tenant__second_factor_sso__known CHECK (second_factor_sso IN ('trusted', 'proved'))`,
  `ALTER TABLE connection
     ADD COLUMN honours_session_expiry boolean NOT NULL DEFAULT false,
     ADD COLUMN recheck_minutes int`,
];

/** How long sessions live, where a second factor is demanded, and what of a provider's session is followed. */
export const sessionsAndSecondFactor = (): Migration =>
  class SessionsAndSecondFactor1764400000000 implements MigrationInterface {
    name = 'SessionsAndSecondFactor1764400000000';

    async up(runner: QueryRunner): Promise<void> {
      for (const statement of STATEMENTS) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
