import { z } from 'zod';
import { Email, Id } from './ids.js';

/** What a user may do: `operator` and `support` exist in the reserved tenant `platform` only. */
export const Role = z.enum(['member', 'tenant_admin', 'support', 'operator']);
export type Role = z.infer<typeof Role>;

export const UserStatus = z.enum(['active', 'deactivated']);
export type UserStatus = z.infer<typeof UserStatus>;

/** A member of one tenant as other services see it. */
export const UserSnapshot = z.object({
  tenantId: Id,
  userId: Id,
  email: Email,
  name: z.string(),
  /** The key of the application's own user table; unique per tenant. */
  externalId: z.string().nullable(),
  status: UserStatus,
  roles: z.array(Role),
});
export type UserSnapshot = z.infer<typeof UserSnapshot>;
