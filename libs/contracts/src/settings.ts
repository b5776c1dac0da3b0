import { z } from 'zod';
import { Id, Slug } from './ids.js';

/** The kind of a connection; `oidc` is any provider that is not listed. */
export const Provider = z.enum(['google', 'okta', 'onelogin', 'azure', 'keycloak', 'oidc']);
export type Provider = z.infer<typeof Provider>;

/** Whether a connection is offered: not at all, beside passwords, or as the only way in. */
export const Mode = z.enum(['off', 'enabled', 'enforced']);
export type Mode = z.infer<typeof Mode>;

/** The HTTP method of the userinfo request; POST sends the bearer header with an empty form body. */
export const UserinfoMethod = z.enum(['GET', 'POST']);

/** How Portico proves itself at the token endpoint (RFC 6749 §2.3.1); `auto` follows the provider's metadata. */
export const TokenAuth = z.enum(['auto', 'basic', 'post']);

/** Where the provider sends people back to: an address of the connection's own, or the one that all shared ones use. */
export const Callback = z.enum(['own', 'shared']);

/** The claim that holds the e-mail address; Azure puts it into `preferred_username` where an account has no mailbox. */
export const EmailClaim = z.string().regex(/^[\w.:/-]{1,100}$/);

/**
 * What happens to an identity that is not linked yet (`match_only`: a trusted e-mail address finds the user;
 * `match_or_create`: an address in a proved domain may also make one; `pre_linked_only`: nothing does).
 */
export const MatchPolicy = z.enum(['match_only', 'match_or_create', 'pre_linked_only']);
export type MatchPolicy = z.infer<typeof MatchPolicy>;

/** How a tenant's people are found after their first sign-in at an identity provider. */
export const Matching = z.object({
  policy: MatchPolicy,
  /** Whether a person may prove an unverified address by a code that is mailed to the address in the user record. */
  mailboxProof: z.boolean(),
});
export type Matching = z.infer<typeof Matching>;

/** How long a tenant's sessions live; a change holds for the sessions that are there already. */
export const SessionLifetimes = z.object({
  /** From the sign-in on, whatever is done: 5 minutes to 90 days. */
  absoluteSeconds: z
    .int()
    .min(300)
    .max(90 * 24 * 3600),
  /** Without use by any application: 5 minutes to 90 days; null where only the absolute one counts. */
  idleSeconds: z
    .int()
    .min(300)
    .max(90 * 24 * 3600)
    .nullable(),
});
export type SessionLifetimes = z.infer<typeof SessionLifetimes>;

/** A working day, used or not. */
export const DEFAULT_SESSION_LIFETIMES: SessionLifetimes = Object.freeze({
  absoluteSeconds: 12 * 3600,
  idleSeconds: null,
});

/** Where a tenant demands a second factor. Operators and support need one with a password wherever they are. */
export const SecondFactor = z.object({
  /** Besides a password: `optional` for whoever has set one up, or `required` of everybody. */
  password: z.enum(['optional', 'required']),
  /** At single sign-on: `trusted` leaves it to the provider, `proved` wants `mfa` in its `amr` (RFC 8176 §2). */
  sso: z.enum(['trusted', 'proved']),
});
export type SecondFactor = z.infer<typeof SecondFactor>;

export const DEFAULT_SECOND_FACTOR: SecondFactor = Object.freeze({ password: 'optional', sso: 'trusted' });

/** How often a provider is asked again, in minutes. */
export const RecheckMinutes = z.int().min(5).max(1440);

export const TenantStatus = z.enum(['active', 'suspended']);

/** A connection with complete values, as the broker needs it for a login. */
export const ConnectionSettings = z.object({
  id: Id,
  provider: Provider,
  /** The label on the chooser. */
  name: z.string().min(1).max(80),
  mode: Mode,
  /** Counts the changes of the values below. */
  revision: z.int().min(1),
  /** Null, as the two below, for a Google connection: it uses the platform's own client. */
  issuer: z.url().nullable(),
  clientId: z.string().min(1).max(512).nullable(),
  /** A JWE (RFC 7516) to the broker's sealing key; only the broker can open it. */
  sealedClientSecret: z.string().nullable(),
  userinfoMethod: UserinfoMethod,
  scopes: z.array(z.string()).min(1),
  tokenAuth: TokenAuth,
  emailClaim: EmailClaim,
  callback: Callback,
  /** The admin has declared "this provider only issues addresses that we control". */
  issuesOwnAddressesOnly: z.boolean(),
  /** End the session when the provider's `session_expiry` claim says so (OpenID Connect Enterprise Extensions 1.0 §4). */
  honoursSessionExpiry: z.boolean(),
  /** Ask the provider by refresh token whether the person still may, this often; null for never. */
  recheckMinutes: RecheckMinutes.nullable(),
});
export type ConnectionSettings = z.infer<typeof ConnectionSettings>;

/** A user who may go on using a password although a connection is enforced. */
export const Exemption = z.object({ userId: Id, until: z.iso.datetime() });
export type Exemption = z.infer<typeof Exemption>;

/** Everything that decides who may sign in to a tenant and how: the row that the broker keeps per tenant. */
export const TenantSettings = z.object({
  tenantId: Id,
  slug: Slug,
  name: z.string(),
  status: TenantStatus,
  /** Counts every change; a lower version never overwrites a higher one. */
  version: z.int().min(1),
  connections: z.array(ConnectionSettings),
  exemptions: z.array(Exemption),
  /** Proved domains in lower-case ASCII (RFC 5890); a domain belongs to one tenant at most. */
  domains: z.array(z.string()),
  matching: Matching,
  sessions: SessionLifetimes,
  secondFactor: SecondFactor,
});
export type TenantSettings = z.infer<typeof TenantSettings>;
