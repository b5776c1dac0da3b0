import { z } from 'zod';
import { Id } from '../ids.js';
import { Provider } from '../settings.js';

/** Body of `POST /v1/tenants/{tenantId}/set-up-links`, for somebody of IT who has no account. */
export const CreateSetUpLink = z.strictObject({
  connectionId: Id,
  /** How long it may be opened and then worked with: an hour to two weeks. */
  expiresInHours: z.int().min(1).max(336).default(72),
  /** Who it is for. */
  note: z.string().trim().max(200).default(''),
});
export type CreateSetUpLink = z.infer<typeof CreateSetUpLink>;

/** A set-up link; its address is shown once. */
export const SetUpLink = z.object({
  id: Id,
  connectionId: Id,
  provider: Provider,
  note: z.string(),
  /** `opened` is being worked with, in the one browser that opened it. */
  status: z.enum(['waiting', 'opened', 'expired', 'revoked']),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  openedAt: z.iso.datetime().nullable(),
});
export type SetUpLink = z.infer<typeof SetUpLink>;

/** Answer of `POST /v1/tenants/{tenantId}/set-up-links`. */
export const SetUpLinkCreated = SetUpLink.extend({
  /** What the address ends in: 256 random bits, base64url. The dashboard's address before it is `/set-up/`. */
  token: z.string(),
});
export type SetUpLinkCreated = z.infer<typeof SetUpLinkCreated>;

/** `GET /v1/tenants/{tenantId}/set-up-links`, newest first. */
export const SetUpLinkList = z.object({ links: z.array(SetUpLink) });
export type SetUpLinkList = z.infer<typeof SetUpLinkList>;

/** Body of `POST /v1/set-up-links/openings`: the link's secret is all that is needed, and counts once. */
export const OpenSetUpLink = z.strictObject({ token: z.string().regex(/^[\w-]{43}$/) });
export type OpenSetUpLink = z.infer<typeof OpenSetUpLink>;

/** Answer of `POST /v1/set-up-links/openings`: a bearer token for the set-up of one connection. */
export const SetUpSession = z.object({
  accessToken: z.string(),
  expiresAt: z.iso.datetime(),
  tenant: z.object({ id: Id, name: z.string() }),
  connection: z.object({ id: Id, provider: Provider, name: z.string() }),
});
export type SetUpSession = z.infer<typeof SetUpSession>;
