import type { EntityManager } from 'typeorm';

/** A request that may be repeated: whose it is, and what it asks. */
export interface RepeatableRequest {
  tenantId: string;
  /** Bearer, method, address and key. */
  keyHash: string;
  /** The body. */
  requestHash: string;
}

/** A request that one replica is working on. */
export type Claim = RepeatableRequest & { claim: string };

// A request that is older was cut off: nothing that is answered at all takes this long.
const ABANDONED = `interval '60 seconds'`;
const KEPT = `interval '24 hours'`;

/** Takes the request to work on it; false where somebody works on it or has answered it. The insertion decides races. */
export const takeKey = async (tx: EntityManager, request: Claim): Promise<boolean> => {
  const rows: unknown[] = await tx.query(
    `INSERT INTO idempotency_key AS known (tenant_id, key_hash, request_hash, claim) VALUES ($1, $2, $3, $4)
     ON CONFLICT ON CONSTRAINT idempotency_key__pk DO UPDATE
       SET request_hash = EXCLUDED.request_hash, claim = EXCLUDED.claim, claimed_at = now(), answer = NULL
       WHERE known.claimed_at < now() - ${KEPT}
          OR known.answer IS NULL AND known.claimed_at < now() - ${ABANDONED}
     RETURNING 1`,
    [request.tenantId, request.keyHash, request.requestHash, request.claim],
  );
  return rows.length > 0;
};

/** What is known of a request with this key. */
export const findKey = async (
  tx: EntityManager,
  { tenantId, keyHash }: RepeatableRequest,
): Promise<{ requestHash: string; answer: string | null } | null> => {
  const [row]: { request_hash: string; answer: string | null }[] = await tx.query(
    'SELECT request_hash, answer FROM idempotency_key WHERE tenant_id = $1 AND key_hash = $2',
    [tenantId, keyHash],
  );
  return row ? { requestHash: row.request_hash, answer: row.answer } : null;
};

/** Keeps the answer, unless another replica has taken the request over. */
export const saveAnswer = async (tx: EntityManager, request: Claim, answer: string): Promise<void> => {
  await tx.query(
    'UPDATE idempotency_key SET answer = $4 WHERE tenant_id = $1 AND key_hash = $2 AND claim = $3',
    [request.tenantId, request.keyHash, request.claim, answer],
  );
};

/** Lets the next request with the key begin anew. */
export const releaseKey = async (tx: EntityManager, request: Claim): Promise<void> => {
  await tx.query('DELETE FROM idempotency_key WHERE tenant_id = $1 AND key_hash = $2 AND claim = $3', [
    request.tenantId,
    request.keyHash,
    request.claim,
  ]);
};

/** Some tenants with requests that are older than a day. */
export const listTenantsWithOldKeys = async (tx: EntityManager): Promise<string[]> => {
  const rows: { tenant_id: string }[] = await tx.query(
    `SELECT DISTINCT tenant_id FROM (SELECT tenant_id FROM idempotency_key WHERE claimed_at < now() - ${KEPT}
       ORDER BY claimed_at LIMIT 5000) AS old`,
  );
  return rows.map(({ tenant_id }) => tenant_id);
};

/** Removes a tenant's requests that are older than a day. */
export const removeOldKeys = async (tx: EntityManager, tenantId: string): Promise<void> => {
  await tx.query(`DELETE FROM idempotency_key WHERE tenant_id = $1 AND claimed_at < now() - ${KEPT}`, [
    tenantId,
  ]);
};
