import type { Code } from '@portico/contracts';
import { type Admission, toDecision } from '../settings/decision.rules.js';
import type { Membership } from './ways.rules.js';

/** What one question to identity may hold. */
const MOST_TENANTS = 20;

/** Where a password may be tried or set, and what to say where it may be nowhere. */
export interface PasswordTenants {
  tenantIds: string[];
  code: Code;
}

/** Said to whoever has proved nothing yet; every other reason would tell a stranger who is a customer. */
const SAID_UNPROVED: readonly Code[] = ['sso_required', 'settings_stale'];

/** The tenants whose settings allow their user a password now, to sign in with or to set anew. */
export const choosePasswordTenants = (
  memberships: readonly Membership[],
  application: Admission,
  purpose: 'offer' | 'reset' = 'offer',
): PasswordTenants => {
  const decisions = memberships.map(({ user, known }) => ({
    tenantId: user.tenantId,
    ...toDecision({ known, application, user, method: 'password', purpose, proof: 'none_yet' }),
  }));
  const allowed = decisions.filter((decision) => decision.allowed).map(({ tenantId }) => tenantId);
  const code = SAID_UNPROVED.find((said) => decisions.some((decision) => decision.code === said));
  const tenantIds = [...new Set(allowed)].slice(0, MOST_TENANTS);
  return { tenantIds, code: tenantIds.length === 0 && code ? code : 'credentials_invalid' };
};
