import { messagingTables } from '@portico/messaging';
import { grantRows, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = [
  `CREATE TABLE application (
     id text CONSTRAINT application__pk PRIMARY KEY,
     kind text NOT NULL,
     name text NOT NULL,
     secret_hash text,
     redirect_uris text[] NOT NULL,
     post_logout_redirect_uris text[] NOT NULL,
     api_scopes text[] NOT NULL,
     tenant_ids uuid[],
     created_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE TABLE provider_artifact (
     kind text NOT NULL,
     id text NOT NULL,
     payload jsonb NOT NULL,
     grant_id text,
     uid text,
     consumed_at timestamptz,
     expires_at timestamptz NOT NULL,
     CONSTRAINT provider_artifact__pk PRIMARY KEY (kind, id)
   )`,
  `CREATE INDEX provider_artifact__grant ON provider_artifact (grant_id) WHERE grant_id IS NOT NULL`,
  `CREATE INDEX provider_artifact__uid ON provider_artifact (uid) WHERE uid IS NOT NULL`,
  `CREATE INDEX provider_artifact__expires ON provider_artifact (expires_at)`,
  `CREATE TABLE settings_contact (
     id boolean CONSTRAINT settings_contact__pk PRIMARY KEY DEFAULT true CHECK (id),
     cursor text,
     contacted_at timestamptz NOT NULL
   )`,
  `INSERT INTO settings_contact (contacted_at) VALUES ('-infinity')`,
  `CREATE TABLE tenant_settings (
     tenant_id uuid CONSTRAINT tenant_settings__pk PRIMARY KEY,
     version integer NOT NULL,
     document jsonb NOT NULL,
     offers_sso boolean NOT NULL
   )`,
  `CREATE INDEX tenant_settings__offers_sso ON tenant_settings (tenant_id) WHERE offers_sso`,
  `CREATE TABLE login (
     tenant_id uuid NOT NULL,
     id uuid NOT NULL,
     reference text NOT NULL CONSTRAINT login__reference__unique UNIQUE,
     application_id text NOT NULL,
     method text NOT NULL,
     connection_id uuid,
     provider text,
     revision integer,
     status text NOT NULL,
     code text,
     user_id uuid,
     account jsonb,
     amr text[],
     acr text,
     auth_time timestamptz,
     started_at timestamptz NOT NULL DEFAULT now(),
     claimed_at timestamptz,
     ended_at timestamptz,
     CONSTRAINT login__pk PRIMARY KEY (tenant_id, id)
   )`,
  `CREATE TABLE session (
     tenant_id uuid NOT NULL,
     uid text NOT NULL CONSTRAINT session__uid__unique UNIQUE,
     user_id uuid NOT NULL,
     login_id uuid NOT NULL,
     method text NOT NULL,
     connection_id uuid,
     account jsonb NOT NULL,
     started_at timestamptz NOT NULL DEFAULT now(),
     expires_at timestamptz NOT NULL,
     ended_at timestamptz,
     CONSTRAINT session__pk PRIMARY KEY (tenant_id, uid),
     CONSTRAINT session__login__fk FOREIGN KEY (tenant_id, login_id) REFERENCES login (tenant_id, id)
   )`,
];

const PLATFORM_TABLES = ['application', 'provider_artifact', 'settings_contact'];
const TENANT_TABLES = ['tenant_settings', 'login', 'session'];

/** The broker's first tables, for the runtime role given. */
export const skeleton = (role: string): new () => MigrationInterface =>
  class Skeleton1763884800000 implements MigrationInterface {
    name = 'Skeleton1763884800000';

    async up(runner: QueryRunner): Promise<void> {
      const statements = [
        ...tables,
        ...TENANT_TABLES.flatMap(tenantPolicy),
        ...[...PLATFORM_TABLES, ...TENANT_TABLES].map((table) => grantRows(table, role)),
        ...messagingTables(role),
      ];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations only go forward');
    }
  };
