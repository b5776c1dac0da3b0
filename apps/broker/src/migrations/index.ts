import type { Migration } from '@portico/service-kit';
import { skeleton } from './1763884800000-skeleton.js';
import { idempotencyKeys } from './1764080000000-idempotency-keys.js';
import { ways } from './1764100000000-ways.js';
import { mailboxTries } from './1764200200000-mailbox-tries.js';
import { passwordChanges } from './1764200100000-password-changes.js';
import { throttle } from './1764200000000-throttle.js';
import { connectionRevisions } from './1764300000000-connection-revisions.js';
import { obedientSessions } from './1764450000000-obedient-sessions.js';
import { upstreamTokens } from './1764450100000-upstream-tokens.js';
import { completeApplications } from './1764400000000-complete-applications.js';
import { signingKeys } from './1764420000000-signing-keys.js';
import { connectionTests } from './1764500000000-connection-tests.js';
import { logoutDeliveries } from './1764460000000-logout-deliveries.js';

/** Every migration of this service, oldest first, for a runtime role that is granted rows. */
export const migrationsFor = (role: string): Migration[] => [
  skeleton(role),
  idempotencyKeys(role),
  ways(role),
  throttle(role),
  passwordChanges(role),
  mailboxTries(),
  connectionRevisions(role),
  completeApplications(role),
  signingKeys(role),
  obedientSessions(role),
  upstreamTokens(role),
  logoutDeliveries(role),
  connectionTests(role),
];
