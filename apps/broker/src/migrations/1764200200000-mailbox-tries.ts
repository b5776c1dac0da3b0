import type { MigrationInterface, QueryRunner } from 'typeorm';

export const mailboxTries = (): new () => MigrationInterface =>
  class MailboxTries1764200200000 implements MigrationInterface {
    name = 'MailboxTries1764200200000';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query('ALTER TABLE login ADD COLUMN mailbox_tries integer NOT NULL DEFAULT 0');
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
