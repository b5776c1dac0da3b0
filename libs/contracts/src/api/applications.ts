import { z } from 'zod';
import { Id } from '../ids.js';
import { Scope } from '../scopes.js';

/** An application's id, chosen by its team; `client_id` at the protocol's edge (RFC 6749 §2.2). */
export const ApplicationId = z.string().regex(/^[a-z0-9][a-z0-9-]{1,62}$/);

/** https, or http on a loopback address for development and native applications (RFC 8252 §7.3); no fragment. */
const RedirectUri = z
  .url({ protocol: /^https?$/ })
  .regex(/^[^#]*$/)
  .refine(
    (uri) => /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(uri),
    'must be https, or http on a loopback address',
  );

const common = {
  id: ApplicationId,
  name: z.string().trim().min(1).max(80),
  /** Scopes for the `/v1` APIs that its tokens may carry. */
  apiScopes: z.array(Scope).default([]),
  /** The only tenants it serves; null for all. */
  tenantIds: z.array(Id).min(1).max(1000).nullable().default(null),
};

/** Body of `POST /v1/applications`. */
export const CreateApplication = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    /** `public` has no secret (a browser or native application), `confidential` keeps one on its server. */
    kind: z.enum(['public', 'confidential']),
    redirectUris: z.array(RedirectUri).min(1).max(20),
    postLogoutRedirectUris: z.array(RedirectUri).max(20).default([]),
  }),
  /** Signs nobody in: gets tokens for itself by client credentials (RFC 6749 §4.4). */
  z.strictObject({
    ...common,
    kind: z.literal('machine'),
    tenantIds: z.array(Id).length(1).nullable().default(null),
  }),
]);
export type CreateApplication = z.infer<typeof CreateApplication>;

/** An application as the API shows it. */
export const Application = z.object({
  ...common,
  kind: z.enum(['public', 'confidential', 'machine']),
  redirectUris: z.array(z.string()),
  postLogoutRedirectUris: z.array(z.string()),
  createdAt: z.iso.datetime(),
});
export type Application = z.infer<typeof Application>;

/** Answer of `POST /v1/applications`: the secret of a confidential or machine application is shown this once. */
export const ApplicationCreated = Application.extend({ clientSecret: z.string().nullable() });
export type ApplicationCreated = z.infer<typeof ApplicationCreated>;

/** Every application, by id: `GET /v1/applications`. */
export const ApplicationList = z.object({ applications: z.array(Application) });
export type ApplicationList = z.infer<typeof ApplicationList>;
