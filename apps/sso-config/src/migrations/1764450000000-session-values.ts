import type { Migration } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tenant by tenant, for row-level security binds the owner too: older revisions get what they were used with. */
const VALUES = `
  DO $$
  DECLARE
    here uuid;
    everywhere uuid[];
  BEGIN
    PERFORM set_config('portico.across', 'on', true);
    everywhere := ARRAY(SELECT tenant_id FROM tenant);
    PERFORM set_config('portico.across', '', true);
    FOREACH here IN ARRAY everywhere LOOP
      PERFORM set_config('portico.tenant', here::text, true);
      UPDATE connection_revision
        SET "values" = '{"honoursSessionExpiry": false, "recheckMinutes": null}' || "values";
    END LOOP;
    PERFORM set_config('portico.tenant', '', true);
  END $$`;

/** What of a provider's session is followed counts among the values of a connection. */
export const sessionValues = (): Migration =>
  class SessionValues1764450000000 implements MigrationInterface {
    name = 'SessionValues1764450000000';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(VALUES);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
