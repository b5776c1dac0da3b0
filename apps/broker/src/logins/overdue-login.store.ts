import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { LoginEntity } from './login.entity.js';
import { LOGIN_MINUTES, MAILBOX_MINUTES } from './login.store.js';

/** A login's answer may come until the last moment, and its mailbox may be proved after that. */
const CLAIMED_MINUTES = LOGIN_MINUTES + MAILBOX_MINUTES + 5;

/** The negation of what `LoginStore.claim` accepts: at no moment can a login be both claimed and ended here. */
const OVERDUE = `(status = 'started' AND started_at <= now() - make_interval(mins => ${LOGIN_MINUTES})
  OR status = 'claimed' AND started_at <= now() - make_interval(mins => ${CLAIMED_MINUTES}))`;

const COLUMNS = `tenant_id AS "tenantId", id, reference, application_id AS "applicationId", method,
  connection_id AS "connectionId", provider, started_at AS "startedAt"`;

/** The logins that are under way for longer than any can be. */
@Injectable()
export class OverdueLoginStore {
  async listTenants(tx: EntityManager, limit: number): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }[]>(
      `SELECT DISTINCT tenant_id AS "tenantId" FROM login WHERE ${OVERDUE} LIMIT $1`,
      [limit],
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Ends the oldest of a tenant as `did_not_return` and gives them; those that another replica holds are left to it. */
  async end(tx: EntityManager, tenantId: string, limit: number): Promise<LoginEntity[]> {
    const [rows] = await tx.query<[LoginEntity[], number]>(
      `UPDATE login SET status = 'failed', code = 'did_not_return', ended_at = now()
        WHERE tenant_id = $1 AND id IN (
          SELECT id FROM login WHERE tenant_id = $1 AND ${OVERDUE}
           ORDER BY started_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [tenantId, limit],
    );
    return rows;
  }
}
