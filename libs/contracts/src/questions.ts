import { z } from 'zod';
import { FactorKind } from './api/factors.js';
import { Email, Id } from './ids.js';
import { Principal } from './scopes.js';
import { MatchPolicy, Provider, TenantSettings } from './settings.js';
import { UserSnapshot } from './users.js';
import { CODES, type Code } from './codes.js';

/** A question's contract: core NATS request and reply in the answering service's queue group. */
export interface QuestionContract<Q extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  /** `ask.<service>.<what>`. No stream may cover it. */
  subject: string;
  request: Q;
  reply: R;
  /** After this long the asker gives up with `try_again`; one retry happens within it. */
  deadlineMs: number;
}

/** A contract that nobody changes afterwards. */
export const question = <Q extends z.ZodType, R extends z.ZodType>(
  contract: QuestionContract<Q, R>,
): QuestionContract<Q, R> => Object.freeze(contract);

const codes = Object.keys(CODES) as [Code, ...Code[]];

/** Who has this e-mail address, over all tenants; empty for an unknown one. Refuses nothing. */
export const LookupEmail = question({
  subject: 'ask.identity.lookup',
  request: z.object({ email: Email }),
  reply: z.object({ users: z.array(UserSnapshot) }),
  deadlineMs: 3000,
});

/**
 * Whose password is this: tries it for the address in the tenants given, in constant time whether or not the
 * address exists. Tells which kinds of second factor those users have. Never stored and never logged.
 */
export const CheckPassword = question({
  subject: 'ask.identity.check-password',
  request: z.object({ email: Email, tenantIds: z.array(Id).max(20), password: z.string().min(1).max(1024) }),
  reply: z.object({
    users: z.array(UserSnapshot),
    /** An identity of the release before this one knows of no factors. */
    factors: z.array(z.object({ userId: Id, kinds: z.array(FactorKind) })).default([]),
  }),
  deadlineMs: 5000,
});

/** The identity that an IdP vouches for, after the broker has verified everything that a signature can prove. */
export const UpstreamIdentity = z.object({
  issuer: z.url(),
  /** `sub`; for Azure `tid` and `oid` instead. 1 to 255 characters. */
  subject: z.string().min(1).max(255),
  /** The e-mail claim as it came, if it is a string at all. */
  email: z.string().max(1024).optional(),
  /** Whether the e-mail may prove who this is, decided by `libs/policy` from provider, claims and settings. */
  emailTrust: z.enum(['trusted', 'unverified', 'missing']),
  /** The address is in a domain that the tenant has proved. */
  domainProved: z.boolean(),
  /** The name claim, for a user who is made on the first sign-in. */
  name: z.string().max(200).optional(),
});
export type UpstreamIdentity = z.infer<typeof UpstreamIdentity>;

const identityOfLogin = { loginId: Id, tenantId: Id, connectionId: Id, identity: UpstreamIdentity };

/** A one-time link's secret: 256 random bits, base64url. */
const OneTimeToken = z.string().regex(/^[\w-]{43}$/);

/**
 * Which user of the tenant this identity is. Idempotent by `loginId`: asked again, the same answer comes.
 * A first match pins the identity to the user in the same transaction.
 */
export const ResolveIdentity = question({
  subject: 'ask.identity.resolve',
  request: z.object({ ...identityOfLogin, policy: MatchPolicy }),
  reply: z.discriminatedUnion('outcome', [
    z.object({ outcome: z.enum(['linked', 'matched', 'created']), user: UserSnapshot }),
    z.object({ outcome: z.literal('refused'), code: z.enum(codes), userId: Id.optional() }),
  ]),
  deadlineMs: 3000,
});

/**
 * Mails a six-digit code to the one active user of the tenant with the identity's unverified address; asked only
 * where the tenant allows mailbox proof. Answers alike, and in like time, where there is nobody to mail to.
 */
export const StartMailboxProof = question({
  subject: 'ask.identity.start-mailbox-proof',
  request: z.object(identityOfLogin),
  reply: z.object({}),
  deadlineMs: 3000,
});

/**
 * Whether the code is the one that was mailed for this login; the right one counts once, pins the identity to the
 * user and is then answered like a first match. Refuses `mailbox_code_invalid` (also when tried too often or late).
 */
export const FinishMailboxProof = question({
  subject: 'ask.identity.finish-mailbox-proof',
  request: z.object({ loginId: Id, tenantId: Id, connectionId: Id, code: z.string().max(32) }),
  reply: ResolveIdentity.reply,
  deadlineMs: 3000,
});

/**
 * Mails a one-time link for a new password to every active user with this address in the tenants given (those
 * whose settings allow passwords for that user). Answers alike, and in like time, for an unknown address.
 */
export const MailPasswordLinks = question({
  subject: 'ask.identity.mail-password-links',
  request: z.object({ email: Email, tenantIds: z.array(Id).max(20) }),
  reply: z.object({}),
  deadlineMs: 3000,
});

/** Whose one-time link this is, without using it up; null for one that is unknown, used or older than an hour. */
export const ReadPasswordLink = question({
  subject: 'ask.identity.read-password-link',
  request: z.object({ token: OneTimeToken }),
  reply: z.object({ user: UserSnapshot.nullable() }),
  deadlineMs: 3000,
});

/**
 * Sets the password of the link's user and uses the link up, both or neither. Refuses `password_link_invalid`,
 * `password_unfit` and, where the user has been deactivated, `user_deactivated`.
 */
export const UsePasswordLink = question({
  subject: 'ask.identity.use-password-link',
  request: z.object({ token: OneTimeToken, password: z.string().min(1).max(1024) }),
  reply: z.object({ user: UserSnapshot }),
  deadlineMs: 5000,
});

/** Whether a password may be set for the user now, by `decide` with the settings of now; identity asks before it mails a link for an admin. */
export const DecideReset = question({
  subject: 'ask.broker.decide-reset',
  request: z.object({ user: UserSnapshot }),
  reply: z.object({ allowed: z.boolean(), code: z.enum(codes).optional() }),
  deadlineMs: 3000,
});

/**
 * The TXT records of a name, through the broker's resolver (RFC 1035 §3.3.14): each record's strings joined; empty
 * where there are none. Refuses `dns_unavailable`.
 */
export const LookUpTxt = question({
  subject: 'ask.broker.look-up-txt',
  request: z.object({ name: z.string().min(1).max(253) }),
  reply: z.object({ records: z.array(z.string()) }),
  deadlineMs: 12000,
});

/** The user as of now, or null where the tenant has none with this id. */
export const GetUser = question({
  subject: 'ask.identity.get-user',
  request: z.object({ tenantId: Id, userId: Id }),
  reply: z.object({ user: UserSnapshot.nullable() }),
  deadlineMs: 3000,
});

/**
 * Which sessions of a tenant may no longer go on as far as identity knows, of those named by their user and, for single
 * sign-on, their connection: because the user is deactivated or gone, or because no identity of that connection is
 * linked to the user any more. Answered from what is so now, so that no change can be missed. Refuses nothing.
 */
export const FindLapsed = question({
  subject: 'ask.identity.find-lapsed',
  request: z.object({
    tenantId: Id,
    sessions: z.array(z.object({ userId: Id, connectionId: Id.nullable() })).max(1000),
  }),
  reply: z.object({
    lapsed: z.array(
      z.object({
        userId: Id,
        connectionId: Id.nullable(),
        code: z.enum(['user_deactivated', 'link_released']),
      }),
    ),
  }),
  deadlineMs: 5000,
});

/**
 * The settings of every tenant that changed since the cursor of the last answer; without a cursor, of all.
 * May repeat tenants, never leaves one out: the version tells which is newer. `more` asks to go on at once.
 */
export const ListChangedSettings = question({
  subject: 'ask.sso-config.changed-since',
  request: z.object({
    cursor: z
      .string()
      .regex(/^\d+(?::[0-9a-f-]{36})?$/)
      .optional(),
  }),
  reply: z.object({ tenants: z.array(TenantSettings), cursor: z.string(), more: z.boolean() }),
  deadlineMs: 5000,
});

/** A tenant's settings as of now, for a tenant that the broker has never seen; null where there is none. */
export const GetSettings = question({
  subject: 'ask.sso-config.get-settings',
  request: z.object({ tenantId: Id }),
  reply: z.object({ settings: TenantSettings.nullable() }),
  deadlineMs: 3000,
});

/**
 * What stands behind a Discovery URL, fetched through the broker's wall (OpenID Connect Discovery 1.0 §4).
 * Refuses with a `discovery_*` code, and `google_not_configured` where the deployment has no Google client.
 */
export const InspectIssuer = question({
  subject: 'ask.broker.inspect-issuer',
  request: z.object({
    provider: Provider,
    /** Left out for `google`, whose issuer is the deployment's. */
    discoveryUrl: z.string().min(1).max(2048).optional(),
  }),
  reply: z.object({
    issuer: z.url(),
    authorizationEndpoint: z.url(),
    tokenEndpoint: z.url(),
    userinfoEndpoint: z.url().optional(),
    tokenAuthMethods: z.array(z.string()),
  }),
  deadlineMs: 12000,
});

/** Who bears this access token for the `/v1` APIs; null if it is not valid now. Answers may be remembered for 30 s. */
export const VerifyToken = question({
  subject: 'ask.broker.verify-token',
  request: z.object({ token: z.string().min(1).max(8192) }),
  reply: z.object({ principal: Principal.nullable() }),
  deadlineMs: 3000,
});
