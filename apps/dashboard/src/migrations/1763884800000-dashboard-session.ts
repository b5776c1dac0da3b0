import { grantRows, type Migration, tenantPolicy } from '@portico/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const DASHBOARD_SESSION = `
  CREATE TABLE dashboard_session (
    tenant_id uuid NOT NULL,
    session_hash text NOT NULL CONSTRAINT dashboard_session__hash__unique UNIQUE,
    sealed text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    CONSTRAINT dashboard_session__pk PRIMARY KEY (tenant_id, session_hash)
  )`;

/** The dashboard's only table, for a runtime role that does not own it. */
export const dashboardSession = (role: string): Migration =>
  class DashboardSession1763884800000 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      const statements = [
        DASHBOARD_SESSION,
        ...tenantPolicy('dashboard_session'),
        grantRows('dashboard_session', role),
      ];
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('migrations go forward only');
    }
  };
