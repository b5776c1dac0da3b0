import { grantRows } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Attempts counted by all replicas. Unlogged: a count is worth no wait for the disk, and a crash only forgets it. */
const TABLE = `CREATE UNLOGGED TABLE throttle (
  key varchar(255) CONSTRAINT throttle__pk PRIMARY KEY,
  points integer NOT NULL,
  expire bigint
) WITH (fillfactor = 50)`;

export const throttle = (role: string): new () => MigrationInterface =>
  class Throttle1764200000000 implements MigrationInterface {
    name = 'Throttle1764200000000';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(TABLE);
      await runner.query('CREATE INDEX throttle__expire ON throttle (expire)');
      await runner.query(grantRows('throttle', role));
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
