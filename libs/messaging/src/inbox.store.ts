import type { EntityManager } from 'typeorm';

/** Notes that the consumer handles the event in this transaction; false if it has been handled before. */
export const takeIn = async (tx: EntityManager, consumer: string, eventId: string): Promise<boolean> => {
  const rows: unknown[] = await tx.query(
    `INSERT INTO inbox_event (consumer, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING event_id`,
    [consumer, eventId],
  );
  return rows.length === 1;
};

/** Removes some notes that are older than anything the stream still keeps (30 days), and says how many. */
export const removeOldNotes = async (tx: EntityManager, limit: number): Promise<number> => {
  const [, removed]: [unknown, number] = await tx.query(
    `DELETE FROM inbox_event WHERE (consumer, event_id) IN (
       SELECT consumer, event_id FROM inbox_event WHERE handled_at < now() - interval '45 days'
       ORDER BY handled_at LIMIT $1 FOR UPDATE SKIP LOCKED)`,
    [limit],
  );
  return removed;
};
