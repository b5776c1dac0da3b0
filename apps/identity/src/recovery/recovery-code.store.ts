import type { UserSnapshot } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { SNAPSHOT } from '../users/snapshot.rules.js';
import type { CodeOwner } from './recovery-code.rules.js';

/** An administrator with one of their codes. */
export type CodeHolder = UserSnapshot & { codeHash: Buffer };

/** How an administrator's codes stand. */
export interface CodeCounts {
  made: number;
  confirmed: number;
  left: number;
  madeAt: Date | null;
}

const ACTIVE_ADMIN = `app_user.status = 'active' AND 'tenant_admin' = ANY (app_user.roles)`;

@Injectable()
export class RecoveryCodeStore {
  /** Puts new codes in the place of any former ones. */
  async replace(tx: Queries, { tenantId, userId }: CodeOwner, hashes: readonly Buffer[]): Promise<void> {
    await tx.query('DELETE FROM recovery_code WHERE tenant_id = $1 AND user_id = $2', [tenantId, userId]);
    await tx.query(
      'INSERT INTO recovery_code (tenant_id, user_id, code_hash) SELECT $1, $2, unnest($3::bytea[])',
      [tenantId, userId, hashes],
    );
  }

  /** Confirms all of somebody's codes by one that has not been used; false where it is none of them. */
  async confirm(tx: Queries, { tenantId, userId }: CodeOwner, hash: Buffer): Promise<boolean> {
    const confirmed = await tx.query<[unknown, number]>(
      `UPDATE recovery_code SET confirmed_at = coalesce(confirmed_at, now())
        WHERE tenant_id = $1 AND user_id = $2 AND EXISTS (
          SELECT FROM recovery_code AS typed
           WHERE typed.tenant_id = $1 AND typed.user_id = $2 AND typed.code_hash = $3 AND typed.used_at IS NULL)`,
      [tenantId, userId, hash],
    );
    return confirmed[1] > 0;
  }

  async count(tx: Queries, { tenantId, userId }: CodeOwner): Promise<CodeCounts> {
    const [counts] = await tx.query<CodeCounts[]>(
      `SELECT count(*)::int AS made, count(confirmed_at)::int AS confirmed,
              count(*) FILTER (WHERE used_at IS NULL)::int AS left, max(made_at) AS "madeAt"
         FROM recovery_code WHERE tenant_id = $1 AND user_id = $2`,
      [tenantId, userId],
    );
    return counts ?? { made: 0, confirmed: 0, left: 0, madeAt: null };
  }

  /** The codes of active administrators with the address, whether or not they count: `use` decides. */
  async listHolders(tx: Queries, tenantIds: readonly string[], emailNormal: string): Promise<CodeHolder[]> {
    return await tx.query<CodeHolder[]>(
      `SELECT ${SNAPSHOT}, code.code_hash AS "codeHash"
         FROM app_user JOIN recovery_code AS code
           ON code.tenant_id = app_user.tenant_id AND code.user_id = app_user.id
        WHERE app_user.tenant_id = ANY ($1::uuid[]) AND app_user.email_normal = $2 AND ${ACTIVE_ADMIN}`,
      [tenantIds, emailNormal],
    );
  }

  /**
   * Uses a code up; false where it was not confirmed, another attempt was sooner, or its owner is no active
   * administrator any more.
   */
  async use(tx: Queries, { tenantId, userId, codeHash }: CodeHolder, attemptId: string): Promise<boolean> {
    const [, used] = await tx.query<[unknown, number]>(
      `UPDATE recovery_code SET used_at = now(), used_by = $4
        WHERE tenant_id = $1 AND user_id = $2 AND code_hash = $3 AND confirmed_at IS NOT NULL
          AND (used_at IS NULL OR used_by = $4)
          AND EXISTS (SELECT FROM app_user WHERE tenant_id = $1 AND id = $2 AND ${ACTIVE_ADMIN})`,
      [tenantId, userId, codeHash, attemptId],
    );
    return used === 1;
  }

  /** The active administrators of a tenant who have a code that would open. */
  async listAdmins(tx: Queries, tenantId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `SELECT id FROM app_user
        WHERE tenant_id = $1 AND ${ACTIVE_ADMIN} AND EXISTS (
          SELECT FROM recovery_code AS code
           WHERE code.tenant_id = $1 AND code.user_id = app_user.id
             AND code.confirmed_at IS NOT NULL AND code.used_at IS NULL)
        ORDER BY id`,
      [tenantId],
    );
    return rows.map(({ id }) => id);
  }
}
