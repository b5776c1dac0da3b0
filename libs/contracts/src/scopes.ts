import { z } from 'zod';
import { Id } from './ids.js';
import { Role } from './users.js';

/** What a bearer of an access token for the `/v1` APIs may do. */
export const Scope = z.enum([
  'tenants:read',
  'tenants:write',
  'sso:read',
  'sso:write',
  /** Platform only: enforce without a test and a rehearsal (imports, demo). */
  'sso:seed',
  /** Support of the platform: switch the unlisted provider on for a tenant. */
  'sso:support',
  'users:read',
  'users:write',
  'applications:read',
  'applications:write',
  'sessions:read',
  'sessions:write',
  /** Platform only: the keys that sign tokens. */
  'keys:read',
  'keys:write',
]);
export type Scope = z.infer<typeof Scope>;

/** The bearer of a verified access token: a machine application or a signed-in user. */
export const Principal = z.object({
  kind: z.enum(['machine', 'user']),
  /** The application's id or the user's id. */
  subject: z.string(),
  applicationId: z.string(),
  /** The only tenant it may touch; null for all. */
  tenantId: Id.nullable(),
  scopes: z.array(Scope),
  roles: z.array(Role),
});
export type Principal = z.infer<typeof Principal>;
