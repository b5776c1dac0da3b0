import { z } from 'zod';
import { Id } from '../ids.js';
import {
  Callback,
  EmailClaim,
  Exemption,
  Mode,
  Provider,
  RecheckMinutes,
  TokenAuth,
  UserinfoMethod,
} from '../settings.js';
import { Domain } from './domains.js';
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
  /** Which claim is the e-mail address; `email` where nothing else is said. */
  emailClaim: EmailClaim.optional(),
  /** When the provider's secret ends, for reminders; null for never. */
  secretExpiresAt: z.iso.datetime().nullable().optional(),
  issuesOwnAddressesOnly: z.boolean().optional(),
  /** `shared` is for connections that an operator moved over from Cognito; needs `sso:seed`. */
  callback: Callback.optional(),
  /** Whether sessions end when the provider's `session_expiry` claim says so. */
  honoursSessionExpiry: z.boolean().optional(),
  /** How often the provider is asked by refresh token whether the person still may; null for never. */
  recheckMinutes: RecheckMinutes.nullable().optional(),
});
export type UpdateConnection = z.infer<typeof UpdateConnection>;

/** Body of `PUT …/connections/{id}/mode`. */
export const SetMode = z.strictObject({
  mode: Mode,
  /** A rehearsal of this connection by the present settings, not older than 15 minutes; for `enforced` alone. */
  rehearsalId: Id.optional(),
});
export type SetMode = z.infer<typeof SetMode>;

/** What was typed into the set-up and not saved yet; never a secret. Body of `PUT …/connections/{id}/draft`. */
export const ConnectionDraft = z.strictObject({
  /** The step of the set-up that comes next. */
  step: z.enum(['create_application', 'enter_values', 'test', 'turn_on']),
  clientId: z.string().max(512).optional(),
  discoveryUrl: z.string().max(2048).optional(),
  userinfoMethod: UserinfoMethod.optional(),
  secretExpiresAt: z.iso.datetime().nullable().optional(),
});
export type ConnectionDraft = z.infer<typeof ConnectionDraft>;

/** Body of `POST …/connections/{id}/check`: values that may be typing mistakes; nothing of it is stored. */
export const CheckConnection = z.strictObject({
  clientId: z.string().max(512).optional(),
  clientSecret: z.string().max(2048).optional(),
  discoveryUrl: z.string().max(2048).optional(),
});
export type CheckConnection = z.infer<typeof CheckConnection>;

/** What is known of the values: their mistakes, and what was found behind the Discovery URL. */
export const ConnectionCheck = z.object({
  findings: z.array(
    z.object({
      /** A rule of the linter, or the catalogue's code of what was found at the address. */
      rule: z.string(),
      /** The field (RFC 6901). */
      pointer: z.string(),
      message: z.string(),
      /** What was probably meant. */
      corrected: z.string().optional(),
    }),
  ),
  /** Null without a Discovery URL, or where nothing usable is behind it. */
  found: z
    .object({
      issuer: z.string(),
      authorizationEndpoint: z.string(),
      tokenEndpoint: z.string(),
      userinfoEndpoint: z.string().nullable(),
      tokenAuthMethods: z.array(z.string()),
      /** Whether it is another issuer than the stored one, so that the secret is needed again. */
      changesIssuer: z.boolean(),
    })
    .nullable(),
});
export type ConnectionCheck = z.infer<typeof ConnectionCheck>;

const values = {
  clientId: z.string().nullable(),
  clientSecretSet: z.boolean(),
  issuer: z.string().nullable(),
  userinfoMethod: UserinfoMethod,
  scopes: z.array(z.string()),
  tokenAuth: TokenAuth,
  emailClaim: EmailClaim,
  secretExpiresAt: z.iso.datetime().nullable(),
  issuesOwnAddressesOnly: z.boolean(),
  callback: Callback,
  honoursSessionExpiry: z.boolean(),
  recheckMinutes: RecheckMinutes.nullable(),
};

/** One revision of a connection's values: who saved it, what it changed (a secret only as `clientSecret`), and its values. */
export const ConnectionRevision = z.object({
  revision: z.int().min(1),
  /** `live` is used by logins, `pending` waits for a test or a go-live, `superseded` was live once or was replaced while pending. */
  status: z.enum(['live', 'pending', 'superseded']),
  savedBy: z.string(),
  savedAt: z.iso.datetime(),
  changed: z.array(z.string()),
  ...values,
});
export type ConnectionRevision = z.infer<typeof ConnectionRevision>;

/** The newest revisions, newest first: `GET …/connections/{id}/revisions`. */
export const RevisionList = z.object({ revisions: z.array(ConnectionRevision) });
export type RevisionList = z.infer<typeof RevisionList>;

/** A connection as the API shows it: whether a secret is set, never the secret. */
export const Connection = z.object({
  id: Id,
  tenantId: Id,
  provider: Provider,
  name: z.string(),
  mode: Mode,
  /** 0 for a draft without values; the ETag of the resource. */
  revision: z.int(),
  /** The newest revision that is not live yet, for a connection that was on when it was saved. */
  pendingRevision: z.int().nullable(),
  redirectUri: z.url(),
  /** What the provider is to call where it can sign people out (OpenID Connect Back-Channel Logout 1.0 §2.2). */
  backchannelLogoutUri: z.url(),
  ...values,
  /** Null when nothing waits to be saved. */
  draft: ConnectionDraft.nullable(),
  createdAt: z.iso.datetime(),
});
export type Connection = z.infer<typeof Connection>;

/** Body of `PUT /v1/tenants/{tenantId}/exemptions/{userId}`: at most a year. */
export const SetExemption = z.strictObject({
  until: z.iso.datetime(),
  reason: z.string().trim().min(3).max(500),
});
export type SetExemption = z.infer<typeof SetExemption>;

/** A user who may go on using a password while single sign-on is enforced: until when, why, and by whom. */
export const NamedExemption = Exemption.extend({
  reason: z.string(),
  grantedBy: z.string(),
  grantedAt: z.iso.datetime(),
});
export type NamedExemption = z.infer<typeof NamedExemption>;

/** The exemptions that have not ended: `GET /v1/tenants/{tenantId}/exemptions`. */
export const ExemptionList = z.object({ exemptions: z.array(NamedExemption) });
export type ExemptionList = z.infer<typeof ExemptionList>;

/** The whole settings page in one document: `GET /v1/tenants/{tenantId}/sso`. */
export const SsoSettings = z.object({
  tenant: Tenant,
  connections: z.array(Connection),
  domains: z.array(Domain),
  exemptions: z.array(NamedExemption),
});
export type SsoSettings = z.infer<typeof SsoSettings>;
