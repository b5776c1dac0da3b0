import type { Queries } from '@portico/service-kit';
import type { EntityManager } from 'typeorm';

/** A message that its consumer has given up. */
export interface DeadLetter {
  consumer: string;
  /** `ce-id`, if there was one. */
  eventId: string | undefined;
  subject: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  reason: string;
  deliveries: number;
}

/** Keeps a message that nobody could handle; the same one again only renews its entry. */
export const saveDeadLetter = async (tx: EntityManager, letter: DeadLetter): Promise<void> => {
  await tx.query(
    `INSERT INTO dead_letter (consumer, event_id, subject, headers, body, reason, deliveries)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (consumer, event_id)
     DO UPDATE SET reason = excluded.reason, deliveries = excluded.deliveries, failed_at = now()`,
    [
      letter.consumer,
      letter.eventId && storable(letter.eventId),
      letter.subject,
      JSON.stringify(letter.headers, (_name, value: unknown) =>
        typeof value === 'string' ? storable(value) : value,
      ),
      storable(letter.body),
      storable(letter.reason),
      letter.deliveries,
    ],
  );
};

/** How many there are, by consumer. */
export const countDeadLetters = async (tx: Queries): Promise<Map<string, number>> => {
  const rows = await tx.query<{ consumer: string; count: number }[]>(
    'SELECT consumer, count(*)::int AS count FROM dead_letter GROUP BY consumer',
  );
  return new Map(rows.map(({ consumer, count }) => [consumer, count]));
};

// PostgreSQL's text and jsonb hold every character but NUL, and a foreign message may bring one.
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD');
