import {
  AppError,
  type FieldFault,
  Id,
  type Principal,
  type Role,
  type UpdateUser,
  type User,
  type UserSnapshot,
} from '@portico/contracts';
import { readEmail } from '@portico/policy';
import type { UserRow } from './user.entity.js';

/** What an admin decides about a user. */
export type Profile = Pick<UserRow, 'email' | 'emailNormal' | 'name' | 'externalId' | 'roles' | 'status'>;

/** The platform's own people, who reach every tenant. */
const PLATFORM_ROLES: readonly Role[] = ['support', 'operator'];

// PostgreSQL holds no NUL, and a name with a line break or half a character only serves to deceive its reader.
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/** An id in an address; one that is none is answered as one that does not exist (`not_found`). */
export const readId = (text: string): string => {
  const parsed = Id.safeParse(text);
  if (!parsed.success) throw new AppError('not_found', { detail: 'no id in the address' });
  return parsed.data;
};

/** The form of an e-mail address that is compared. Refuses with `request_invalid` what is none. */
export const readNormalEmail = (email: string): string => {
  const normal = readEmail(email)?.normal;
  if (!normal) throw invalid({ pointer: '/email', message: 'is not an e-mail address' });
  return normal;
};

/** Completes and checks a profile: `request_invalid` names the field that does not fit. */
export const readProfile = (given: Omit<Profile, 'emailNormal'>): Profile => {
  const faults = (['name', 'externalId'] as const)
    .filter((field) => UNPRINTABLE.test(given[field] ?? ''))
    .map((field) => ({ pointer: `/${field}`, message: 'holds a character that cannot be shown' }));
  if (faults.length > 0) throw invalid(...faults);
  return { ...given, roles: [...new Set(given.roles)], emailNormal: readNormalEmail(given.email) };
};

/** Whether the bearer is one of those who run the platform: an operator, or a machine application for all tenants. */
const runsThePlatform = ({ kind, tenantId, roles }: Principal): boolean =>
  kind === 'machine' ? tenantId === null : roles.includes('operator');

/** Only those who run the platform give its roles, or change somebody who has one (`scope_insufficient`). */
export const checkMaySetRoles = (roles: readonly Role[], bearer: Principal): void => {
  if (roles.some((role) => PLATFORM_ROLES.includes(role)) && !runsThePlatform(bearer))
    throw new AppError('scope_insufficient', { detail: 'platform roles need an operator' });
};

/**
 * Only those who run the platform say under which id a user is made (`scope_insufficient`): applications know people by it,
 * and an administrator who chose it could wait there for somebody of another tenant.
 */
export const checkMayChooseId = (id: string | undefined, bearer: Principal): void => {
  if (id !== undefined && !runsThePlatform(bearer))
    throw new AppError('scope_insufficient', { detail: 'an id of its own needs an operator' });
};

/** One of those who can change their tenant's settings and users. */
export const isActiveAdmin = ({ status, roles }: Pick<Profile, 'status' | 'roles'>): boolean =>
  status === 'active' && roles.includes('tenant_admin');

/** A user stays able to undo a mistake: nobody deactivates or removes themselves (`request_invalid`). */
export const checkNotOneself = (
  userId: string,
  { status }: Pick<UpdateUser, 'status'>,
  { kind, subject }: Principal,
): void => {
  if (status === 'deactivated' && kind === 'user' && subject === userId)
    throw invalid({ pointer: '/status', message: 'nobody can deactivate or remove themselves' });
};

/** The profile after a change, and which facts tell about it; none if everything stays as it is. */
export const planUpdate = (
  row: Profile,
  wanted: UpdateUser,
): { profile: Profile; updated: boolean; deactivated: boolean } => {
  const { email, name, externalId, roles, status } = row;
  const profile = readProfile({ email, name, externalId, roles, status, ...wanted });
  const before = [email, name, externalId, roles];
  const after = [profile.email, profile.name, profile.externalId, profile.roles];
  const activated = status === 'deactivated' && profile.status === 'active';
  return {
    profile,
    updated: activated || JSON.stringify(before) !== JSON.stringify(after),
    deactivated: status === 'active' && profile.status === 'deactivated',
  };
};

/** A user as the API shows it; a new one has nothing besides. */
export const toUser = (
  row: UserRow,
  besides: Pick<User, 'passwordSet' | 'linkedConnectionIds'> = {
    passwordSet: false,
    linkedConnectionIds: [],
  },
): User => ({
  id: row.id,
  tenantId: row.tenantId,
  email: row.email,
  name: row.name,
  externalId: row.externalId,
  roles: row.roles,
  status: row.status,
  ...besides,
  createdAt: row.createdAt.toISOString(),
});

/** A user as other services see it. */
export const toSnapshot = ({
  tenantId,
  id,
  email,
  name,
  externalId,
  status,
  roles,
}: UserRow): UserSnapshot => ({
  tenantId,
  userId: id,
  email,
  name,
  externalId,
  status,
  roles,
});

const invalid = (...fields: FieldFault[]): AppError => new AppError('request_invalid', { fields });
