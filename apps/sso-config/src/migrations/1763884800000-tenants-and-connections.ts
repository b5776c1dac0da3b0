import { messagingTables } from '@portico/messaging';
import { grantRows, type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT = `
  CREATE TABLE tenant (
    tenant_id uuid NOT NULL DEFAULT uuidv7() CONSTRAINT tenant__pk PRIMARY KEY,
    slug text NOT NULL CONSTRAINT tenant__slug__unique UNIQUE,
    name text NOT NULL,
    status text NOT NULL DEFAULT 'active' CONSTRAINT tenant__status__known CHECK (status IN ('active', 'suspended')),
    settings_version int NOT NULL DEFAULT 0,
    changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    created_at timestamptz NOT NULL DEFAULT now()
  )`;

const CONNECTION = `
  CREATE TABLE connection (
    tenant_id uuid NOT NULL CONSTRAINT connection__tenant REFERENCES tenant (tenant_id),
    id uuid NOT NULL DEFAULT uuidv7() CONSTRAINT connection__id__unique UNIQUE,
    provider text NOT NULL
      CONSTRAINT connection__provider__known
      CHECK (provider IN ('google', 'okta', 'onelogin', 'azure', 'keycloak', 'oidc')),
    name text NOT NULL,
    mode text NOT NULL DEFAULT 'off'
      CONSTRAINT connection__mode__known CHECK (mode IN ('off', 'enabled', 'enforced')),
    revision int NOT NULL DEFAULT 0,
    issuer text,
    client_id text,
    sealed_client_secret text,
    userinfo_method text NOT NULL DEFAULT 'GET',
    scopes text[] NOT NULL DEFAULT '{openid,email,profile}',
    token_auth text NOT NULL DEFAULT 'auto',
    issues_own_addresses_only boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT connection__pk PRIMARY KEY (tenant_id, id),
    CONSTRAINT connection__on_only_with_values CHECK (
      mode = 'off' OR (issuer IS NOT NULL AND client_id IS NOT NULL AND sealed_client_secret IS NOT NULL)
    )
  )`;

const CONNECTION_REVISION = `
  CREATE TABLE connection_revision (
    tenant_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    revision int NOT NULL,
    "values" jsonb NOT NULL,
    saved_by text NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT connection_revision__pk PRIMARY KEY (tenant_id, connection_id, revision),
    CONSTRAINT connection_revision__connection FOREIGN KEY (tenant_id, connection_id)
      REFERENCES connection (tenant_id, id) ON DELETE CASCADE
  )`;

/** The first tables, with the post room of the service, for a runtime role that owns none of them. */
export const tenantsAndConnections = (role: string): Migration =>
  class TenantsAndConnections1763884800000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      const statements = [
        TENANT,
        'CREATE INDEX tenant__changed_xid ON tenant (changed_xid)',
        CONNECTION,
        CONNECTION_REVISION,
        ...['tenant', 'connection', 'connection_revision'].flatMap(tenantPolicy),
        ...['tenant', 'connection'].map((table) => grantRows(table, role)),
        // History is only added to; it goes when its connection goes, and the secrets in it with it.
        `GRANT SELECT, INSERT ON connection_revision TO "${role}"`,
        ...messagingTables(role),
      ];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
