import { z } from 'zod';
import { Id } from '../ids.js';
import { NextCursor, Page } from './pages.js';

/** Body of `POST /v1/tenants/{tenantId}/support-requests`. */
export const AskSupport = z.strictObject({
  kind: z.enum(['unlisted_provider']),
  message: z.string().trim().min(3).max(2000),
});
export type AskSupport = z.infer<typeof AskSupport>;

export const SupportRequest = z.object({
  id: Id,
  tenantId: Id,
  tenantName: z.string(),
  kind: z.enum(['unlisted_provider']),
  message: z.string(),
  /** `user:<id>` or `machine:<application id>`. */
  askedBy: z.string(),
  askedAt: z.iso.datetime(),
  status: z.enum(['open', 'done', 'declined']),
  answer: z.string().nullable(),
  answeredBy: z.string().nullable(),
  answeredAt: z.iso.datetime().nullable(),
});
export type SupportRequest = z.infer<typeof SupportRequest>;

/** Body of `PATCH /v1/tenants/{tenantId}/support-requests/{id}`; `done` switches on what was asked for. */
export const AnswerSupportRequest = z.strictObject({
  status: z.enum(['done', 'declined']),
  answer: z.string().trim().max(2000).default(''),
});
export type AnswerSupportRequest = z.infer<typeof AnswerSupportRequest>;

/** Query of both lists of requests. */
export const SupportRequestQuery = Page.extend({ status: z.enum(['open', 'done', 'declined']).optional() });
export type SupportRequestQuery = z.infer<typeof SupportRequestQuery>;

/** `GET /v1/support-requests?status=` (every tenant's) and `GET /v1/tenants/{tenantId}/support-requests`, newest first. */
export const SupportRequestPage = z.object({ requests: z.array(SupportRequest), nextCursor: NextCursor });
export type SupportRequestPage = z.infer<typeof SupportRequestPage>;

/** Body of `POST /v1/tenants/{tenantId}/break-glass`, by an operator. */
export const RequestBreakGlass = z.strictObject({ reason: z.string().trim().min(10).max(500) });
export type RequestBreakGlass = z.infer<typeof RequestBreakGlass>;

/** An operator's leave to mend a tenant's single sign-on for half an hour, which a second person approves. */
export const BreakGlass = z.object({
  id: Id,
  tenantId: Id,
  reason: z.string(),
  /** `waiting` for at most an hour. */
  status: z.enum(['waiting', 'open', 'ended', 'expired']),
  requestedBy: Id,
  requestedAt: z.iso.datetime(),
  approvedBy: Id.nullable(),
  approvedAt: z.iso.datetime().nullable(),
  openUntil: z.iso.datetime().nullable(),
});
export type BreakGlass = z.infer<typeof BreakGlass>;

/** `GET /v1/tenants/{tenantId}/break-glass`, newest first; the tenant's administrators see it too. */
export const BreakGlassList = z.object({ breakGlass: z.array(BreakGlass) });
export type BreakGlassList = z.infer<typeof BreakGlassList>;
