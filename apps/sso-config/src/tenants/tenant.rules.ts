import {
  AppError,
  type CreateTenant,
  type Matching,
  PLATFORM_SLUG,
  type Principal,
  type SessionLifetimes,
  type SecondFactor,
  type Tenant,
  type UpdateTenant,
} from '@portico/contracts';
import type { TenantRow } from './tenant.entity.js';

/** Only a machine application for all tenants makes the tenant whose users run Portico itself. */
export const checkMayCreate = ({ slug }: CreateTenant, { kind, tenantId }: Principal): void => {
  if (slug === PLATFORM_SLUG && (kind !== 'machine' || tenantId !== null))
    throw new AppError('scope_insufficient', { detail: 'may not create the platform tenant' });
};

/** A suspended tenant does not lift its own suspension by a machine application of its own. */
export const checkMayChange = ({ status }: UpdateTenant, { kind, tenantId }: Principal): void => {
  if (status !== undefined && kind === 'machine' && tenantId !== null)
    throw new AppError('scope_insufficient', { detail: 'may not change the status of its own tenant' });
};

/** Whether anything would be different afterwards. */
export const changesTenant = (row: TenantRow, { name, status }: UpdateTenant): boolean =>
  (name !== undefined && name !== row.name) || (status !== undefined && status !== row.status);

/** How people are found after a first sign-in, as contracts name it. */
export const toMatching = ({ matchPolicy, mailboxProof }: TenantRow): Matching => ({
  policy: matchPolicy,
  mailboxProof,
});

/** How long sessions live, as contracts name it. */
export const toSessionLifetimes = ({
  sessionAbsoluteSeconds,
  sessionIdleSeconds,
}: TenantRow): SessionLifetimes => ({
  absoluteSeconds: sessionAbsoluteSeconds,
  idleSeconds: sessionIdleSeconds,
});

/** Where a second factor is demanded, as contracts name it. */
export const toSecondFactor = ({ secondFactorPassword, secondFactorSso }: TenantRow): SecondFactor => ({
  password: secondFactorPassword,
  sso: secondFactorSso,
});

/** A tenant as the API shows it. */
export const toTenant = (row: TenantRow): Tenant => ({
  id: row.tenantId,
  slug: row.slug,
  name: row.name,
  status: row.status,
  settingsVersion: row.settingsVersion,
  matching: toMatching(row),
  sessions: toSessionLifetimes(row),
  secondFactor: toSecondFactor(row),
  unlistedProvider: row.unlistedProvider,
  createdAt: row.createdAt.toISOString(),
});
