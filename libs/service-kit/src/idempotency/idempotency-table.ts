import { grantRows, tenantPolicy } from '../row-level-security.js';

/** The tenant of what belongs to none, such as a request that makes a tenant. */
export const NO_TENANT = '00000000-0000-0000-0000-000000000000';

/**
 * SQL for a service's migration: what was answered to requests with an `Idempotency-Key`. The key itself is not
 * stored, and the answer is sealed where it may hold something secret.
 */
export const idempotencyTable = (runtimeRole: string): string[] => [
  `CREATE TABLE idempotency_key (
     tenant_id uuid NOT NULL,
     key_hash text NOT NULL,
     request_hash text NOT NULL,
     claim uuid NOT NULL,
     claimed_at timestamptz NOT NULL DEFAULT now(),
     answer text,
     CONSTRAINT idempotency_key__pk PRIMARY KEY (tenant_id, key_hash)
   )`,
  'CREATE INDEX idempotency_key__claimed_at ON idempotency_key (claimed_at)',
  ...tenantPolicy('idempotency_key'),
  grantRows('idempotency_key', runtimeRole),
];
