import { grantRows } from '@portico/service-kit';

/** SQL for the table of facts that are still to be told. */
const OUTBOX = [
  `CREATE TABLE outbox_event (
     tenant_id uuid NOT NULL,
     id uuid NOT NULL CONSTRAINT outbox_event__pk PRIMARY KEY,
     type text NOT NULL,
     version int NOT NULL,
     time timestamptz NOT NULL,
     subject text NOT NULL,
     data jsonb NOT NULL,
     traceparent text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now(),
     faults int NOT NULL DEFAULT 0,
     retry_at timestamptz,
     sent_at timestamptz
   )`,
  `CREATE INDEX outbox_event__unsent ON outbox_event (id) WHERE sent_at IS NULL`,
  `CREATE INDEX outbox_event__sent ON outbox_event (sent_at) WHERE sent_at IS NOT NULL`,
];

/** SQL for what has been handled, and what nobody could handle. */
const INBOX = [
  `CREATE TABLE inbox_event (
     consumer text NOT NULL,
     event_id uuid NOT NULL,
     handled_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT inbox_event__pk PRIMARY KEY (consumer, event_id)
   )`,
  `CREATE INDEX inbox_event__handled_at ON inbox_event (handled_at)`,
  `CREATE TABLE dead_letter (
     id uuid NOT NULL DEFAULT uuidv7() CONSTRAINT dead_letter__pk PRIMARY KEY,
     consumer text NOT NULL,
     event_id text,
     subject text NOT NULL,
     headers jsonb NOT NULL,
     body text NOT NULL,
     reason text NOT NULL,
     deliveries int NOT NULL,
     failed_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT dead_letter__consumer_event__unique UNIQUE (consumer, event_id)
   )`,
];

/**
 * SQL for a service's first migration: the three tables of its post room, which the relay and the consumers of
 * the service work through for all tenants at once. They hold messages, not a tenant's records, no API reads them,
 * and the relay could not do its work behind row-level security; so they have none.
 */
export const messagingTables = (runtimeRole: string): string[] => [
  ...OUTBOX,
  ...INBOX,
  ...['outbox_event', 'inbox_event', 'dead_letter'].map((table) => grantRows(table, runtimeRole)),
];

/** SQL for the first migration of another team's subscriber, which hears facts and tells none. */
export const subscriberTables = (runtimeRole: string): string[] => [
  ...INBOX,
  ...['inbox_event', 'dead_letter'].map((table) => grantRows(table, runtimeRole)),
];
