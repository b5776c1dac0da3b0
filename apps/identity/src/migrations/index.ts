import type { Migration } from '@portico/service-kit';
import { usersAndLinks } from './1763884800000-users-and-links.js';
import { whatGoesWithAUser } from './1764000020000-what-goes-with-a-user.js';
import { idempotencyKeys } from './1764080000000-idempotency-keys.js';
import { firstUseOfLinks } from './1764580000000-first-use-of-links.js';
import { rehearsals } from './1764580010000-rehearsals.js';
import { importRefusals } from './1764580020000-import-refusals.js';
import { recoveryCodes } from './1764520000000-recovery-codes.js';
import { secondFactors } from './1764470000000-second-factors.js';
import { mailAndProofs } from './1764000010000-mail-and-proofs.js';
import { userIdsAreUnique } from './1764590000000-user-ids-are-unique.js';
import { userImports } from './1764000030000-user-imports.js';

/** Every migration of this service, oldest first, for a runtime role that is granted rows. */
export const migrationsFor = (role: string): Migration[] => [
  usersAndLinks(role),
  mailAndProofs(role),
  whatGoesWithAUser(),
  userImports(role),
  idempotencyKeys(role),
  secondFactors(role),
  recoveryCodes(role),
  firstUseOfLinks(),
  rehearsals(role),
  importRefusals(role),
  userIdsAreUnique(),
];
