import type { Code, UserSnapshot } from '@portico/contracts';
import { type Admission, toDecision } from '../settings/decision.rules.js';
import type { Membership } from './ways.rules.js';

/** What one question to identity may hold. */
const MOST_TENANTS = 20;

/** Somebody with the address whose code was not right, or not even looked at, and why in the words of their tenant. */
export interface RecoveryHolder {
  user: UserSnapshot;
  code: Code;
}

/** Where a recovery code may be tried, and what is said to everybody alike where it turns out to be nobody's. */
export interface RecoveryTenants {
  tenantIds: string[];
  said: Code;
  holders: RecoveryHolder[];
}

/** The tenants that enforce single sign-on and have an administrator with the address. */
export const chooseRecoveryTenants = (
  memberships: readonly Membership[],
  application: Admission,
): RecoveryTenants => {
  const decisions = memberships.map(({ user, known }) => ({
    user,
    ...toDecision({ known, application, user, method: 'recovery', purpose: 'start', proof: 'none_yet' }),
  }));
  const open = decisions.filter(({ allowed }) => allowed).map(({ user }) => user.tenantId);
  const tenantIds = [...new Set(open)].slice(0, MOST_TENANTS);
  const isStale = tenantIds.length === 0 && decisions.some(({ code }) => code === 'settings_stale');
  return {
    tenantIds,
    // Anything more would tell a stranger who is an administrator, and where single sign-on is enforced.
    said: isStale ? 'settings_stale' : 'recovery_code_invalid',
    holders: decisions.map(({ user, code }) => ({ user, code: code ?? 'recovery_code_invalid' })),
  };
};
