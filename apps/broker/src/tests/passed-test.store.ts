import type { ProofEvidence } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';

/** A test that matched an active administrator. */
export interface PassedTest {
  connectionId: string;
  revision: number;
  userId: string;
  at: Date;
  evidence: ProofEvidence | null;
}

const COLUMNS = `connection_id AS "connectionId", revision, user_id AS "userId", ended_at AS at, evidence`;

/** Whoever has a set-up link may have chosen the provider too, which then says whatever they like about anybody. */
const IS_PROOF = `status = 'succeeded' AND passed AND asked_by <> 'set_up'`;

/** What tests have proved. */
@Injectable()
export class PassedTestStore {
  /** The newest that has passed with these values. */
  async find(
    tx: Queries,
    tenantId: string,
    connectionId: string,
    revision: number,
  ): Promise<PassedTest | null> {
    const [row] = await tx.query<PassedTest[]>(
      `SELECT ${COLUMNS} FROM connection_test
        WHERE tenant_id = $1 AND connection_id = $2 AND revision = $3 AND ${IS_PROOF}
        ORDER BY ended_at DESC LIMIT 1`,
      [tenantId, connectionId, revision],
    );
    return row ?? null;
  }

  /** For each connection, the newest of its newest revision that has passed. */
  async listNewest(tx: Queries, tenantId: string, connectionIds: readonly string[]): Promise<PassedTest[]> {
    return await tx.query<PassedTest[]>(
      `SELECT passed.* FROM unnest($2::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
         SELECT ${COLUMNS} FROM connection_test
          WHERE tenant_id = $1 AND connection_id = wanted.id AND ${IS_PROOF}
          ORDER BY revision DESC, ended_at DESC LIMIT 1) AS passed`,
      [tenantId, connectionIds],
    );
  }

  /** When a test of each connection's revision succeeded last, whoever was matched; by connection. */
  async listSucceeded(
    tx: Queries,
    tenantId: string,
    revisions: readonly { id: string; revision: number }[],
  ): Promise<Map<string, Date>> {
    const rows = await tx.query<{ id: string; at: Date }[]>(
      `SELECT wanted.id, last.ended_at AS at
         FROM unnest($2::uuid[], $3::integer[]) AS wanted (id, revision) CROSS JOIN LATERAL (
           SELECT ended_at FROM connection_test
            WHERE tenant_id = $1 AND connection_id = wanted.id AND revision = wanted.revision AND status = 'succeeded'
            ORDER BY ended_at DESC LIMIT 1) AS last`,
      [tenantId, revisions.map(({ id }) => id), revisions.map(({ revision }) => revision)],
    );
    return new Map(rows.map(({ id, at }) => [id, at]));
  }
}
