import { grantRows, type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const LINK_ID = [
  'ALTER TABLE identity_link ADD COLUMN id uuid NOT NULL DEFAULT uuidv7()',
  'ALTER TABLE identity_link ADD CONSTRAINT identity_link__tenant_id__unique UNIQUE (tenant_id, id)',
  'CREATE INDEX identity_link__tenant_user ON identity_link (tenant_id, user_id)',
];

// What is to be written and to whom, never the secret: that is made when the mail is sent.
const MAIL = [
  `CREATE TABLE mail (
     tenant_id uuid NOT NULL,
     id uuid NOT NULL DEFAULT uuidv7(),
     job jsonb NOT NULL,
     attempts int NOT NULL DEFAULT 0,
     due_at timestamptz NOT NULL DEFAULT now(),
     created_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT mail__pk PRIMARY KEY (tenant_id, id)
   )`,
  'CREATE INDEX mail__due_at ON mail (due_at)',
];

// One a user, so that a newer link voids the older ones by taking their place.
const PASSWORD_LINK = `
  CREATE TABLE password_link (
    tenant_id uuid NOT NULL,
    user_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    used_at timestamptz,
    mailed int NOT NULL DEFAULT 1,
    counted_from timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT password_link__pk PRIMARY KEY (tenant_id, user_id),
    CONSTRAINT password_link__token_hash__unique UNIQUE (token_hash),
    CONSTRAINT password_link__user FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id)
  )`;

const MAILBOX_PROOF = [
  `CREATE TABLE mailbox_proof (
     tenant_id uuid NOT NULL,
     login_id uuid NOT NULL,
     connection_id uuid NOT NULL,
     issuer text NOT NULL,
     subject text NOT NULL,
     email_normal text NOT NULL,
     user_id uuid,
     code_hash text,
     mailed_at timestamptz,
     tries int NOT NULL DEFAULT 0,
     reply jsonb,
     created_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT mailbox_proof__pk PRIMARY KEY (tenant_id, login_id)
   )`,
  'CREATE INDEX mailbox_proof__tenant_user ON mailbox_proof (tenant_id, user_id)',
];

const TABLES = ['mail', 'password_link', 'mailbox_proof'];

/** The mail queue, one-time links for passwords, proofs of a mailbox, and ids of links. */
export const mailAndProofs = (role: string): Migration =>
  class MailAndProofs1764000010000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      const statements = [
        ...LINK_ID,
        ...MAIL,
        PASSWORD_LINK,
        ...MAILBOX_PROOF,
        ...TABLES.flatMap(tenantPolicy),
        ...TABLES.map((table) => grantRows(table, role)),
      ];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
