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

/** Body of `POST …/users/{id}/links`: pins an identity beforehand, as `pre_linked_only` and imports need it. */
export const CreateLink = z.strictObject({
  connectionId: Id,
  issuer: z.url().max(2048),
  subject: z.string().min(1).max(255),
});
export type CreateLink = z.infer<typeof CreateLink>;
