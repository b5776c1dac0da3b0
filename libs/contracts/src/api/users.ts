import { z } from 'zod';
import { Email, Id } from '../ids.js';
import { NextCursor } from './pages.js';
import { Role, UserStatus } from '../users.js';

const roles = z.array(Role).min(1).max(4);

/** Body of `POST /v1/tenants/{tenantId}/users`. */
export const CreateUser = z.strictObject({
  email: Email,
  name: z.string().trim().min(1).max(200),
  externalId: z.string().min(1).max(200).nullable().default(null),
  roles: roles.default(['member']),
});
export type CreateUser = z.infer<typeof CreateUser>;

/** Body of `PATCH …/users/{id}`. */
export const UpdateUser = z.strictObject({
  email: Email.optional(),
  name: z.string().trim().min(1).max(200).optional(),
  externalId: z.string().min(1).max(200).nullable().optional(),
  roles: roles.optional(),
  status: UserStatus.optional(),
});
export type UpdateUser = z.infer<typeof UpdateUser>;

/** Body of `PUT …/users/{id}/password`. */
export const SetPassword = z.strictObject({ password: z.string().min(12).max(1024) });
export type SetPassword = z.infer<typeof SetPassword>;

/** A one-time link, in the hands of whoever asked for it. */
export const PasswordLink = z.object({
  /** The page where its user chooses a password; whoever has it is that user for an hour. */
  url: z.url(),
  expiresAt: z.iso.datetime(),
});
export type PasswordLink = z.infer<typeof PasswordLink>;

/** A user as the API shows it. */
export const User = z.object({
  id: Id,
  tenantId: Id,
  email: Email,
  name: z.string(),
  externalId: z.string().nullable(),
  roles: z.array(Role),
  status: UserStatus,
  passwordSet: z.boolean(),
  /** The connections at which an identity is linked to the user. */
  linkedConnectionIds: z.array(Id),
  createdAt: z.iso.datetime(),
});
export type User = z.infer<typeof User>;

/** A page of a tenant's users in the order of their making: `GET /v1/tenants/{tenantId}/users`. */
export const UserPage = z.object({ users: z.array(User), nextCursor: NextCursor });
export type UserPage = z.infer<typeof UserPage>;

/** How many users a tenant has: `GET /v1/tenants/{tenantId}/users/summary`. */
export const UserSummary = z.object({
  active: z.int().min(0),
  deactivated: z.int().min(0),
  /** Active users who are `tenant_admin`. */
  admins: z.int().min(0),
});
export type UserSummary = z.infer<typeof UserSummary>;
