import { z } from 'zod';
import { Id, Slug } from '../ids.js';
import { NextCursor } from './pages.js';
import { Matching, SecondFactor, SessionLifetimes, TenantStatus } from '../settings.js';

/** Body of `POST /v1/tenants`. */
export const CreateTenant = z.strictObject({ slug: Slug, name: z.string().trim().min(1).max(120) });
export type CreateTenant = z.infer<typeof CreateTenant>;

/** Body of `PATCH /v1/tenants/{tenantId}`. */
export const UpdateTenant = z.strictObject({
  name: z.string().trim().min(1).max(120).optional(),
  status: TenantStatus.optional(),
});
export type UpdateTenant = z.infer<typeof UpdateTenant>;

/** Body of `PUT /v1/tenants/{tenantId}/matching` (scope `sso:write`). */
export const SetMatching = Matching.strict();
export type SetMatching = z.infer<typeof SetMatching>;

/** Body of `PUT /v1/tenants/{tenantId}/session-lifetimes` (scope `sso:write`). */
export const SetSessionLifetimes = SessionLifetimes.strict();
export type SetSessionLifetimes = z.infer<typeof SetSessionLifetimes>;
/** Body of `PUT /v1/tenants/{tenantId}/second-factor` (scope `sso:write`). */
export const SetSecondFactor = SecondFactor.strict();
export type SetSecondFactor = z.infer<typeof SetSecondFactor>;

/** Body of `PUT /v1/tenants/{tenantId}/unlisted-provider` (scope `sso:support`). */
export const SetUnlistedProvider = z.strictObject({ allowed: z.boolean() });
export type SetUnlistedProvider = z.infer<typeof SetUnlistedProvider>;

/** A tenant as the API shows it. */
export const Tenant = z.object({
  id: Id,
  slug: Slug,
  name: z.string(),
  status: TenantStatus,
  settingsVersion: z.int(),
  matching: Matching,
  /** How long people stay signed in. */
  sessions: SessionLifetimes,
  secondFactor: SecondFactor,
  /** Whether support has switched the unlisted provider (`oidc`) on. */
  unlistedProvider: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type Tenant = z.infer<typeof Tenant>;

/** A page of tenants in the order of their making: `GET /v1/tenants`. */
export const TenantPage = z.object({ tenants: z.array(Tenant), nextCursor: NextCursor });
export type TenantPage = z.infer<typeof TenantPage>;
