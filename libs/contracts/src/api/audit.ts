import { z } from 'zod';
import { Id } from '../ids.js';
import { NextCursor, Page } from './pages.js';

/** What was done to a tenant's single sign-on, by whom. */
export const AuditAction = z.enum([
  'connection.added',
  'connection.saved',
  'connection.restored',
  'connection.went_live',
  'connection.mode_changed',
  'connection.removed',
  'domain.claimed',
  'domain.proved',
  'domain.missing',
  'domain.lost',
  'domain.removed',
  'exemption.granted',
  'exemption.ended',
  'set_up_link.created',
  'set_up_link.opened',
  'set_up_link.revoked',
  'support.asked',
  'support.answered',
  'support.read',
  'break_glass.requested',
  'break_glass.opened',
  'break_glass.ended',
  'recovery.started',
  'settings.changed',
]);
export type AuditAction = z.infer<typeof AuditAction>;

/** Nothing secret is ever in it. */
export const AuditEntry = z.object({
  id: Id,
  at: z.iso.datetime(),
  /** `user:<id>`, `machine:<application id>`, `set_up:<link id>` or `portico`. */
  by: z.string(),
  /** Whether it was somebody of the platform. */
  byPlatform: z.boolean(),
  action: AuditAction,
  connectionId: Id.nullable(),
  /** What changed, in a few words of the contract: names of fields, a mode, a domain, a reason. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Query of `GET /v1/tenants/{tenantId}/audit`. */
export const AuditQuery = Page.extend({ connectionId: Id.optional() });
export type AuditQuery = z.infer<typeof AuditQuery>;

/** `GET /v1/tenants/{tenantId}/audit?connectionId=`, newest first. */
export const AuditPage = z.object({ entries: z.array(AuditEntry), nextCursor: NextCursor });
export type AuditPage = z.infer<typeof AuditPage>;
