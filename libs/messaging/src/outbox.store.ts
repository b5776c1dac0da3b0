import type { Queries } from '@portico/service-kit';
import type { EntityManager } from 'typeorm';
import type { FactDraft } from './facts.rules.js';

/** A stored fact with the trace it was told in. */
export interface StoredFact extends FactDraft {
  traceparent: string;
}

/** Stores a fact in the transaction of the state that it tells about. */
export const saveFact = async (tx: Queries, draft: FactDraft, traceparent: string): Promise<void> => {
  await tx.query(
    `INSERT INTO outbox_event (tenant_id, id, type, version, time, subject, data, traceparent)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      draft.tenantId,
      draft.id,
      draft.type,
      draft.version,
      draft.time,
      draft.subject,
      JSON.stringify(draft.data),
      traceparent,
    ],
  );
};

/** Stores facts in the transaction of the state that they tell about, in one statement however many they are. */
export const saveFacts = async (
  tx: Queries,
  drafts: readonly FactDraft[],
  traceparent: string,
): Promise<void> => {
  const facts = drafts.map(({ tenantId, ...draft }) => ({ ...draft, tenant_id: tenantId }));
  await tx.query(
    `INSERT INTO outbox_event (tenant_id, id, type, version, time, subject, data, traceparent)
     SELECT tenant_id, id, type, version, time, subject, data, $2
       FROM jsonb_to_recordset($1::jsonb) AS fact (
         tenant_id uuid, id uuid, type text, version int, time timestamptz, subject text, data jsonb)`,
    [JSON.stringify(facts), traceparent],
  );
};

interface Row {
  tenant_id: string;
  id: string;
  type: string;
  version: number;
  time: Date;
  subject: string;
  data: unknown;
  traceparent: string;
}

/** The oldest facts that nobody has sent or is sending now; locked until the transaction ends. */
export const takeUnsent = async (tx: Queries, limit: number): Promise<StoredFact[]> => {
  // "Not sent yet" instead of "after the last one": ids are not committed in the order of their making.
  const rows: Row[] = await tx.query(
    `SELECT tenant_id, id, type, version, time, subject, data, traceparent FROM outbox_event
     WHERE sent_at IS NULL AND (retry_at IS NULL OR retry_at <= now())
     ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [limit],
  );
  return rows.map(({ tenant_id, time, ...rest }) => ({
    ...rest,
    tenantId: tenant_id,
    time: time.toISOString(),
  }));
};

/** The stream has acknowledged these. */
export const markSent = async (tx: Queries, ids: string[]): Promise<void> => {
  if (ids.length > 0)
    await tx.query(`UPDATE outbox_event SET sent_at = now() WHERE id = ANY($1::uuid[])`, [ids]);
};

/** NATS refuses these whatever the weather: they step aside for up to five minutes, so that others pass. */
export const putAside = async (tx: Queries, ids: string[]): Promise<void> => {
  if (ids.length === 0) return;
  await tx.query(
    `UPDATE outbox_event
     SET faults = faults + 1, retry_at = now() + least(power(2, least(faults, 10)), 300) * interval '1 second'
     WHERE id = ANY($1::uuid[])`,
    [ids],
  );
};

/** How much waits, and for how long the oldest has waited. */
export const countUnsent = async (tx: Queries): Promise<{ unsent: number; oldestSeconds: number }> => {
  const [row]: { unsent: number; oldest: number }[] = await tx.query(
    `SELECT count(*)::int AS unsent, coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS oldest
     FROM outbox_event WHERE sent_at IS NULL`,
  );
  return { unsent: row?.unsent ?? 0, oldestSeconds: row?.oldest ?? 0 };
};

/** Removes some facts that were sent more than a day ago, and says how many. */
export const removeOldSent = async (tx: EntityManager, limit: number): Promise<number> => {
  const [, removed]: [unknown, number] = await tx.query(
    `DELETE FROM outbox_event WHERE id IN (
       SELECT id FROM outbox_event WHERE sent_at < now() - interval '24 hours'
       ORDER BY sent_at LIMIT $1 FOR UPDATE SKIP LOCKED)`,
    [limit],
  );
  return removed;
};
