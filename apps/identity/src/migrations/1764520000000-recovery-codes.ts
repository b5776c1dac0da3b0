import { grantRows, type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const CODE = [
  `CREATE TABLE recovery_code (
     tenant_id uuid NOT NULL,
     user_id uuid NOT NULL,
     code_hash bytea NOT NULL,
     made_at timestamptz NOT NULL DEFAULT now(),
     confirmed_at timestamptz,
     used_at timestamptz,
     used_by uuid,
     CONSTRAINT recovery_code__pk PRIMARY KEY (tenant_id, user_id, code_hash),
     CONSTRAINT recovery_code__user
       FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE
   )`,
  ...tenantPolicy('recovery_code'),
];

// In the database, because a role is taken in several places, an import of a whole directory among them, and none may
// forget it.
const VOID_WITH_THE_ROLE = [
  `CREATE FUNCTION void_recovery_codes() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       DELETE FROM recovery_code WHERE tenant_id = NEW.tenant_id AND user_id = NEW.id;
       RETURN NULL;
     END $$`,
  `CREATE TRIGGER app_user__void_recovery_codes AFTER UPDATE OF status, roles ON app_user FOR EACH ROW
     WHEN (OLD.status = 'active' AND 'tenant_admin' = ANY (OLD.roles)
       AND NOT (NEW.status = 'active' AND 'tenant_admin' = ANY (NEW.roles)))
     EXECUTE FUNCTION void_recovery_codes()`,
];

/** Recovery codes of administrators; they go with the user, and with the role or the status of whoever loses it. */
export const recoveryCodes = (role: string): Migration =>
  class RecoveryCodes1764520000000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      const statements = [...CODE, grantRows('recovery_code', role), ...VOID_WITH_THE_ROLE];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
