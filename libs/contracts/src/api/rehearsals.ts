import { z } from 'zod';
import { CODES, type Code } from '../codes.js';
import { Id } from '../ids.js';
import { NextCursor } from './pages.js';

const codes = Object.keys(CODES) as [Code, ...Code[]];

/**
 * What would become of a user if the connection were enforced now: `proven` has signed in with it, `expected` would
 * match, `blocked` would not get in, `exempt` may go on using a password.
 */
export const RehearsedOutcome = z.enum(['proven', 'expected', 'blocked', 'exempt']);
export type RehearsedOutcome = z.infer<typeof RehearsedOutcome>;

export const RehearsedUser = z.object({
  userId: Id,
  name: z.string(),
  email: z.string(),
  outcome: RehearsedOutcome,
  /** Why not, for a blocked one. */
  code: z.enum(codes).nullable(),
});
export type RehearsedUser = z.infer<typeof RehearsedUser>;

/** Answer of `POST …/connections/{id}/rehearsals`, by the decision and the matching rules themselves. */
export const Rehearsal = z.object({
  id: Id,
  connectionId: Id,
  /** The live revision that it was made for. */
  revision: z.int().min(1),
  settingsVersion: z.int(),
  at: z.iso.datetime(),
  /** 15 minutes later, or as soon as the settings change. */
  expiresAt: z.iso.datetime(),
  counts: z.object({
    proven: z.int().min(0),
    expected: z.int().min(0),
    blocked: z.int().min(0),
    exempt: z.int().min(0),
  }),
  /** How many are blocked why, the most frequent first. */
  reasons: z.array(z.object({ code: z.enum(codes), count: z.int().min(1) })),
  /** Live sessions that go on, and that end within a minute; null while the broker cannot say. */
  sessions: z.object({ kept: z.int().min(0), ended: z.int().min(0) }).nullable(),
  /** The administrators of the tenant, and those with confirmed recovery codes. */
  admins: z.object({ active: z.int().min(0), withRecoveryCodes: z.int().min(0) }),
  /** Whether an administrator has signed in with the live revision, in a test or in earnest. */
  proved: z.boolean(),
});
export type Rehearsal = z.infer<typeof Rehearsal>;

/** A page of the users of a rehearsal: `GET …/rehearsals/{rehearsalId}/users?outcome=`. */
export const RehearsedUserPage = z.object({ users: z.array(RehearsedUser), nextCursor: NextCursor });
export type RehearsedUserPage = z.infer<typeof RehearsedUserPage>;

/** How far a connection is in use: `GET …/connections/{id}/coverage`. */
export const Coverage = z.object({
  activeUsers: z.int().min(0),
  /** Active users to whom no identity of the connection is linked. */
  neverSignedIn: z.int().min(0),
});
export type Coverage = z.infer<typeof Coverage>;
