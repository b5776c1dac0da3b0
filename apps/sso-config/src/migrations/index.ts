import type { Migration } from '@portico/service-kit';
import { tenantsAndConnections } from './1763884800000-tenants-and-connections.js';
import { everyWayIn } from './1764000010000-every-way-in.js';
import { idempotencyKeys } from './1764080000000-idempotency-keys.js';
import { sessionValues } from './1764450000000-session-values.js';
import { auditAndDrafts } from './1764540000000-audit-and-drafts.js';
import { platformReads } from './1764540010000-platform-reads.js';
import { sessionsAndSecondFactor } from './1764400000000-sessions-and-second-factor.js';
import { support } from './1764560000000-support.js';
import { domainsRechecked } from './1764560020000-domains-rechecked.js';
import { setUpLinks } from './1764560010000-set-up-links.js';

/** Every migration of this service, oldest first, for a runtime role that is granted rows. */
export const migrationsFor = (role: string): Migration[] => [
  tenantsAndConnections(role),
  everyWayIn(role),
  idempotencyKeys(role),
  sessionsAndSecondFactor(),
  sessionValues(),
  auditAndDrafts(role),
  platformReads(),
  support(role),
  setUpLinks(role),
  domainsRechecked(),
];
