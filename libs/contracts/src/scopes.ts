import { z } from 'zod';
import { Id } from './ids.js';
import { Role } from './users.js';

/** What a bearer of an access token for the `/v1` APIs may do. */
export const Scope = z.enum([
  'tenants:read',
  'tenants:write',
  'sso:read',
  'sso:write',
  /** Mend single sign-on and lower modes, never enforce: what a recovery sign-in and an opened break-glass may do. */
  'sso:mend',
  /** Of a set-up link: drafts, pending values and tests of its one connection. */
  'sso:set-up',
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

/** The bearer of a verified access token: a machine application, a signed-in user, or whoever opened a set-up link. */
export const Principal = z.object({
  kind: z.enum(['machine', 'user', 'set_up']),
  /** The application's id, the user's id or the set-up link's id. */
  subject: z.string(),
  applicationId: z.string(),
  /** The only tenant it may touch; null for all. */
  tenantId: Id.nullable(),
  /** The only connection it may touch: of a set-up link alone. */
  connectionId: Id.optional(),
  scopes: z.array(Scope),
  roles: z.array(Role),
});
export type Principal = z.infer<typeof Principal>;
