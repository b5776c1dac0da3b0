import { messagingTables } from '@portico/messaging';
import { grantRows, type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const APP_USER = `
  CREATE TABLE app_user (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL DEFAULT uuidv7(),
    email text NOT NULL,
    email_normal text NOT NULL,
    name text NOT NULL,
    external_id text,
    status text NOT NULL DEFAULT 'active'
      CONSTRAINT app_user__status__known CHECK (status IN ('active', 'deactivated')),
    roles text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT app_user__pk PRIMARY KEY (tenant_id, id),
    CONSTRAINT app_user__tenant_external_id__unique UNIQUE (tenant_id, external_id)
  )`;

// Two users of a tenant may share an address: a sign-in is then refused, never given to the first of them.
const APP_USER_INDEXES = [
  'CREATE INDEX app_user__email_normal ON app_user (email_normal)',
  'CREATE INDEX app_user__tenant_email_normal ON app_user (tenant_id, email_normal)',
];

const USER_PASSWORD = `
  CREATE TABLE user_password (
    tenant_id uuid NOT NULL,
    user_id uuid NOT NULL,
    hash text NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT user_password__pk PRIMARY KEY (tenant_id, user_id),
    CONSTRAINT user_password__user FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id)
  )`;

const IDENTITY_LINK = `
  CREATE TABLE identity_link (
    tenant_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT identity_link__pk PRIMARY KEY (tenant_id, connection_id, issuer, subject),
    CONSTRAINT identity_link__tenant_connection_user__unique UNIQUE (tenant_id, connection_id, user_id),
    CONSTRAINT identity_link__user FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id)
  )`;

const RESOLUTION = `
  CREATE TABLE resolution (
    tenant_id uuid NOT NULL,
    login_id uuid NOT NULL,
    reply jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT resolution__pk PRIMARY KEY (tenant_id, login_id)
  )`;

const TABLES = ['app_user', 'user_password', 'identity_link', 'resolution'];

/** The first tables, with the post room of the service, for a runtime role that owns none of them. */
export const usersAndLinks = (role: string): Migration =>
  class UsersAndLinks1763884800000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      const statements = [
        APP_USER,
        ...APP_USER_INDEXES,
        USER_PASSWORD,
        IDENTITY_LINK,
        RESOLUTION,
        ...TABLES.flatMap(tenantPolicy),
        ...TABLES.map((table) => grantRows(table, role)),
        ...messagingTables(role),
      ];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
