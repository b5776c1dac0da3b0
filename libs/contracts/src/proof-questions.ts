import { z } from 'zod';
import { CODES, type Code } from './codes.js';
import { Email, Id } from './ids.js';
import { question, UpstreamIdentity } from './questions.js';
import { ConnectionSettings, MatchPolicy } from './settings.js';
import { UserSnapshot } from './users.js';

const codes = Object.keys(CODES) as [Code, ...Code[]];

/**
 * A connection with the values of one revision, live, pending or older, whatever its mode; the newest unless a number is
 * given. Null where there is none with complete values. Asked by the broker for a test sign-in.
 */
export const GetRevision = question({
  subject: 'ask.sso-config.get-revision',
  request: z.object({ tenantId: Id, connectionId: Id, revision: z.int().min(1).optional() }),
  reply: z.object({ connection: ConnectionSettings.nullable() }),
  deadlineMs: 3000,
});

/** Until when an operator's break-glass is open for a tenant; null where none is. */
export const FindBreakGlass = question({
  subject: 'ask.sso-config.find-break-glass',
  request: z.object({ tenantId: Id, userId: Id }),
  reply: z.object({ openUntil: z.iso.datetime().nullable() }),
  deadlineMs: 3000,
});

/** What a set-up session's bearer token is for; null for one that is unknown, over or revoked with its link. */
export const ReadSetUpSession = question({
  subject: 'ask.sso-config.read-set-up-session',
  request: z.object({ token: z.string().min(1).max(128) }),
  reply: z.object({ session: z.object({ linkId: Id, tenantId: Id, connectionId: Id }).nullable() }),
  deadlineMs: 3000,
});

/** What a provider said about an administrator's address in a test; never the address. */
export const ProofEvidence = z.object({
  emailVerified: z.enum(['yes', 'no', 'absent']),
  /** Google's `hd` was there. */
  hostedDomain: z.boolean(),
  /** Azure's `tid`, and `xms_edov`. */
  tid: z.string().nullable(),
  domainOwnerVerified: z.enum(['yes', 'no', 'absent']),
});
export type ProofEvidence = z.infer<typeof ProofEvidence>;

/**
 * Whether an active administrator has signed in with this revision, in a test that matched them or in earnest; the
 * evidence is that of a test. Null where nobody has.
 */
export const FindAdminProof = question({
  subject: 'ask.broker.find-admin-proof',
  request: z.object({ tenantId: Id, connectionId: Id, revision: z.int().min(1) }),
  reply: z.object({
    proof: z
      .object({
        by: z.enum(['test', 'login']),
        at: z.iso.datetime(),
        userId: Id,
        evidence: ProofEvidence.nullable(),
      })
      .nullable(),
  }),
  deadlineMs: 3000,
});

/** A tenant's live sessions, counted by how they began. */
export const CountSessions = question({
  subject: 'ask.broker.count-sessions',
  request: z.object({ tenantId: Id }),
  reply: z.object({
    counts: z.array(
      z.object({
        method: z.enum(['sso', 'password', 'recovery']),
        connectionId: Id.nullable(),
        count: z.int().min(1),
      }),
    ),
  }),
  deadlineMs: 3000,
});

/** As `ask.identity.resolve`, for a test: nothing is stored, linked, created or published. */
export const PreviewMatch = question({
  subject: 'ask.identity.preview-match',
  request: z.object({ tenantId: Id, connectionId: Id, identity: UpstreamIdentity, policy: MatchPolicy }),
  reply: z.discriminatedUnion('outcome', [
    z.object({ outcome: z.enum(['linked', 'matched']), user: UserSnapshot }),
    /** Nobody yet; a login would make the user. */
    z.object({ outcome: z.literal('created') }),
    z.object({ outcome: z.literal('refused'), code: z.enum(codes), userId: Id.optional() }),
  ]),
  deadlineMs: 3000,
});

/** What a rehearsal was made for; null for one that is unknown or of another tenant. */
export const ReadRehearsal = question({
  subject: 'ask.identity.read-rehearsal',
  request: z.object({ tenantId: Id, rehearsalId: Id }),
  reply: z.object({
    rehearsal: z
      .object({
        connectionId: Id,
        revision: z.int(),
        settingsVersion: z.int(),
        /** By the database's clock: not older than 15 minutes. */
        fresh: z.boolean(),
        blocked: z.int().min(0),
      })
      .nullable(),
  }),
  deadlineMs: 3000,
});

/** The active administrators of a tenant who have confirmed recovery codes of which one is unused. */
export const FindRecoveryAdmins = question({
  subject: 'ask.identity.find-recovery-admins',
  request: z.object({ tenantId: Id }),
  reply: z.object({ userIds: z.array(Id) }),
  deadlineMs: 3000,
});

/**
 * Uses up a recovery code of an active administrator with this address, in the tenants given; in constant time whether
 * or not the address exists. Null where it is of nobody. Never stored and never logged.
 */
export const UseRecoveryCode = question({
  subject: 'ask.identity.use-recovery-code',
  request: z.object({
    email: Email,
    tenantIds: z.array(Id).max(20),
    code: z.string().min(1).max(64),
    /** Of this one try: asked again after an answer that was lost, it is answered as before. */
    attemptId: Id,
  }),
  reply: z.object({ user: UserSnapshot.nullable() }),
  deadlineMs: 5000,
});
