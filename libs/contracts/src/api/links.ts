import { z } from 'zod';
import { Id } from '../ids.js';

/** An identity that is pinned to a user: `GET /v1/tenants/{tenantId}/users/{id}/links`. */
export const IdentityLink = z.object({
  id: Id,
  connectionId: Id,
  issuer: z.string(),
  subject: z.string(),
  linkedAt: z.iso.datetime(),
});
export type IdentityLink = z.infer<typeof IdentityLink>;

/** A user's identities, the oldest first. */
export const IdentityLinks = z.object({ links: z.array(IdentityLink) });
export type IdentityLinks = z.infer<typeof IdentityLinks>;

/** Answer of `DELETE /v1/tenants/{tenantId}/connections/{connectionId}/links`: how many identities were released. */
export const ReleasedLinks = z.object({ released: z.int().min(0) });
export type ReleasedLinks = z.infer<typeof ReleasedLinks>;

/** Body of `POST …/users/{id}/links`: pins an identity beforehand, as `pre_linked_only` and imports need it. */
export const CreateLink = z.strictObject({
  connectionId: Id,
  issuer: z.url().max(2048),
  subject: z.string().min(1).max(255),
});
export type CreateLink = z.infer<typeof CreateLink>;
