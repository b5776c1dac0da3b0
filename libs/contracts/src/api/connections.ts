import { z } from 'zod';
import { Id } from '../ids.js';
import { Mode, Provider, TokenAuth, UserinfoMethod } from '../settings.js';
import { Tenant } from './tenants.js';

/** Body of `POST /v1/tenants/{tenantId}/connections`: a draft, whose redirect URI is known before any value is. */
export const CreateConnection = z.strictObject({
  provider: Provider,
  name: z.string().trim().min(1).max(80).optional(),
});
export type CreateConnection = z.infer<typeof CreateConnection>;

/** Body of `PATCH …/connections/{id}` with `If-Match: <revision>`. The secret is write-only. */
export const UpdateConnection = z.strictObject({
  name: z.string().trim().min(1).max(80).optional(),
  clientId: z.string().trim().min(1).max(512).optional(),
  clientSecret: z.string().min(1).max(2048).optional(),
  /** An issuer, or its `/.well-known/openid-configuration` address; also called issuer or resource URL. */
  discoveryUrl: z.string().trim().min(1).max(2048).optional(),
  userinfoMethod: UserinfoMethod.optional(),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5B\x5D-\x7E]{1,64}$/))
    .min(1)
    .max(20)
    .optional(),
  tokenAuth: TokenAuth.optional(),
  issuesOwnAddressesOnly: z.boolean().optional(),
});
export type UpdateConnection = z.infer<typeof UpdateConnection>;

/** Body of `PUT …/connections/{id}/mode`. */
export const SetMode = z.strictObject({ mode: Mode });
export type SetMode = z.infer<typeof SetMode>;

/** A connection as the API shows it: whether a secret is set, never the secret. */
export const Connection = z.object({
  id: Id,
  tenantId: Id,
  provider: Provider,
  name: z.string(),
  mode: Mode,
  /** 0 for a draft without values; the ETag of the resource. */
  revision: z.int(),
  redirectUri: z.url(),
  clientId: z.string().nullable(),
  clientSecretSet: z.boolean(),
  issuer: z.string().nullable(),
  userinfoMethod: UserinfoMethod,
  scopes: z.array(z.string()),
  tokenAuth: TokenAuth,
  issuesOwnAddressesOnly: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type Connection = z.infer<typeof Connection>;

/** The whole settings page in one document: `GET /v1/tenants/{tenantId}/sso`. */
export const SsoSettings = z.object({ tenant: Tenant, connections: z.array(Connection) });
export type SsoSettings = z.infer<typeof SsoSettings>;
