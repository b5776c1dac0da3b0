import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { TEST_MINUTES, type TestRow } from './connection-test.store.js';

/** The negation of what `ConnectionTestStore.claim` accepts, and what a crash has left behind. */
const NOT_RETURNED = `(
  status = 'under_way' AND opened_at <= now() - make_interval(mins => ${TEST_MINUTES})
  OR status = 'claimed' AND opened_at <= now() - make_interval(mins => ${TEST_MINUTES + 5}))`;

const NEVER_OPENED = `status = 'waiting' AND started_at <= now() - make_interval(mins => ${TEST_MINUTES})`;

const OLD_CLAIMS = `claims IS NOT NULL AND ended_at <= now() - interval '24 hours'`;

/** What an ended test without a pass is kept for: to be asked about. A passed one is the proof of its revision. */
const FORGOTTEN = `NOT passed AND ended_at <= now() - interval '90 days'`;

const COLUMNS = `tenant_id AS "tenantId", id, connection_id AS "connectionId", provider, revision, asked_by AS "askedBy"`;

/** What `sso.connection.tested` says of a test. */
export type EndedTest = Pick<
  TestRow,
  'tenantId' | 'id' | 'connectionId' | 'provider' | 'revision' | 'askedBy'
>;

/** The tests that nobody will end any more, and the claims that nobody may see any more. */
@Injectable()
export class OverdueTestStore {
  async listTenants(tx: Queries, limit: number): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }[]>(
      `SELECT tenant_id AS "tenantId" FROM connection_test WHERE ${NOT_RETURNED} OR ${NEVER_OPENED}
        UNION SELECT tenant_id FROM connection_test WHERE ${OLD_CLAIMS}
        UNION SELECT tenant_id FROM connection_test WHERE ${FORGOTTEN} LIMIT $1`,
      [limit],
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Ends those whose browser did not come back and gives them; what another replica holds is left to it. */
  async end(tx: Queries, tenantId: string): Promise<EndedTest[]> {
    const [rows] = await tx.query<[EndedTest[], number]>(
      `UPDATE connection_test SET status = 'did_not_return', code = 'did_not_return', connection = NULL, ended_at = now()
        WHERE tenant_id = $1 AND id IN (
          SELECT id FROM connection_test WHERE tenant_id = $1 AND ${NOT_RETURNED} FOR UPDATE SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [tenantId],
    );
    return rows;
  }

  /** Closes addresses that nobody opened, and forgets what has been kept for long enough. */
  async sweep(tx: Queries, tenantId: string): Promise<void> {
    await tx.query(
      `UPDATE connection_test SET status = 'expired', connection = NULL, ended_at = now()
        WHERE tenant_id = $1 AND ${NEVER_OPENED}`,
      [tenantId],
    );
    await tx.query(`UPDATE connection_test SET claims = NULL WHERE tenant_id = $1 AND ${OLD_CLAIMS}`, [
      tenantId,
    ]);
    await tx.query(`DELETE FROM connection_test WHERE tenant_id = $1 AND ${FORGOTTEN}`, [tenantId]);
  }
}
