import { grantRows, type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT_COLUMNS = `
  ALTER TABLE tenant
    ADD COLUMN match_policy text NOT NULL DEFAULT 'match_only'
      CONSTRAINT tenant__match_policy__known
      CHECK (match_policy IN ('match_only', 'match_or_create', 'pre_linked_only')),
    ADD COLUMN mailbox_proof boolean NOT NULL DEFAULT false,
    ADD COLUMN unlisted_provider boolean NOT NULL DEFAULT false`;

const CONNECTION_COLUMNS = `
  ALTER TABLE connection
    ADD COLUMN pending_revision int,
    ADD COLUMN email_claim text NOT NULL DEFAULT 'email',
    ADD COLUMN callback text NOT NULL DEFAULT 'own'
      CONSTRAINT connection__callback__known CHECK (callback IN ('own', 'shared')),
    ADD COLUMN secret_expires_at timestamptz,
    ADD CONSTRAINT connection__pending_is_newer CHECK (pending_revision > revision),
    DROP CONSTRAINT connection__on_only_with_values`;

/**
 * Tenant by tenant, for row-level security binds the owner too. Older revisions get the values that they were used
 * with, and Google connections, which were like any other, become those of the platform's own client.
 */
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
        SET "values" = '{"emailClaim": "email", "callback": "own", "secretExpiresAt": null}' || "values";
      UPDATE connection SET issuer = NULL, client_id = NULL, sealed_client_secret = NULL, callback = 'shared',
        revision = revision + 1 WHERE provider = 'google';
      INSERT INTO connection_revision (tenant_id, connection_id, revision, saved_by, "values")
        SELECT tenant_id, id, revision, 'machine:migration', jsonb_build_object('issuer', NULL, 'clientId', NULL,
          'sealedClientSecret', NULL, 'userinfoMethod', userinfo_method, 'scopes', scopes, 'tokenAuth', token_auth,
          'emailClaim', email_claim, 'callback', callback, 'secretExpiresAt', NULL,
          'issuesOwnAddressesOnly', issues_own_addresses_only)
        FROM connection WHERE provider = 'google';
      UPDATE tenant SET settings_version = settings_version + 1, changed_xid = pg_current_xact_id()
        WHERE tenant_id = here AND EXISTS (SELECT FROM connection WHERE provider = 'google');
    END LOOP;
    PERFORM set_config('portico.tenant', '', true);
  END $$`;

const CONNECTION_CHECKS = `
  ALTER TABLE connection
    ADD CONSTRAINT connection__google_has_no_values CHECK (
      provider <> 'google' OR (issuer IS NULL AND client_id IS NULL AND sealed_client_secret IS NULL)
    ),
    ADD CONSTRAINT connection__on_only_with_values CHECK (
      mode = 'off' OR provider = 'google'
      OR (issuer IS NOT NULL AND client_id IS NOT NULL AND sealed_client_secret IS NOT NULL)
    )`;

const EXEMPTION = `
  CREATE TABLE exemption (
    tenant_id uuid NOT NULL CONSTRAINT exemption__tenant REFERENCES tenant (tenant_id),
    user_id uuid NOT NULL,
    until timestamptz NOT NULL,
    reason text NOT NULL,
    granted_by text NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT exemption__pk PRIMARY KEY (tenant_id, user_id)
  )`;

const DOMAIN = `
  CREATE TABLE domain (
    tenant_id uuid NOT NULL CONSTRAINT domain__tenant REFERENCES tenant (tenant_id),
    domain text NOT NULL,
    challenge text NOT NULL,
    challenge_expires_at timestamptz NOT NULL,
    claimed_by text NOT NULL,
    claimed_at timestamptz NOT NULL DEFAULT now(),
    proved_at timestamptz,
    CONSTRAINT domain__pk PRIMARY KEY (tenant_id, domain)
  )`;

/** A unique index looks at the rows of every tenant, whatever row-level security hides from the one that writes. */
const DOMAIN_OF_ONE_TENANT =
  'CREATE UNIQUE INDEX domain__proved__unique ON domain (domain) WHERE proved_at IS NOT NULL';

/** Pending revisions, Google without values, matching, exemptions and domains. */
export const everyWayIn = (role: string): Migration =>
  class EveryWayIn1764000010000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      const statements = [
        TENANT_COLUMNS,
        CONNECTION_COLUMNS,
        VALUES,
        CONNECTION_CHECKS,
        EXEMPTION,
        DOMAIN,
        DOMAIN_OF_ONE_TENANT,
        ...['exemption', 'domain'].flatMap(tenantPolicy),
        ...['exemption', 'domain'].map((table) => grantRows(table, role)),
      ];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
