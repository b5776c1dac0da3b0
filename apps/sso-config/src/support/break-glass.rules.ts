import { AppError, type BreakGlass, type Principal } from '@portico/contracts';
import type { BreakGlassNow } from './break-glass.store.js';

const isPerson = ({ kind, roles }: Principal, ...wanted: Principal['roles']): boolean =>
  kind === 'user' && wanted.some((role) => roles.includes(role));

/** Only an operator who has signed in asks for a break-glass, never a machine (`scope_insufficient`). */
export const checkMayRequest = (bearer: Principal): void => {
  if (!isPerson(bearer, 'operator')) throw new AppError('scope_insufficient', { detail: 'no operator' });
};

/** Only a person of the platform approves one (`scope_insufficient`). */
export const checkMayApprove = (bearer: Principal): void => {
  if (!isPerson(bearer, 'operator', 'support'))
    throw new AppError('scope_insufficient', { detail: 'nobody of the platform' });
};

/** Every person of the platform ends one, and every administrator of the tenant itself (`scope_insufficient`). */
export const checkMayEnd = (bearer: Principal, tenantId: string): void => {
  const isOwnAdmin = isPerson(bearer, 'tenant_admin') && bearer.tenantId === tenantId;
  if (!isOwnAdmin && !isPerson(bearer, 'operator', 'support'))
    throw new AppError('scope_insufficient', { detail: 'neither of the platform nor of the tenant' });
};

/** A break-glass as the API shows it. */
export const toBreakGlass = (row: BreakGlassNow): BreakGlass => ({
  id: row.id,
  tenantId: row.tenantId,
  reason: row.reason,
  status: row.status,
  requestedBy: row.requestedBy,
  requestedAt: row.requestedAt.toISOString(),
  approvedBy: row.approvedBy,
  approvedAt: row.approvedAt?.toISOString() ?? null,
  openUntil: row.openUntil?.toISOString() ?? null,
});
