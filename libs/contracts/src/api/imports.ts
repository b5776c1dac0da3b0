import { z } from 'zod';
import { Id } from '../ids.js';
import { CreateLink } from './links.js';
import { CreateUser } from './users.js';
import { UserStatus } from '../users.js';

/**
 * One line of a user import: NDJSON has one such object a line, CSV a header line with these names (roles separated
 * by blanks). A user is found again by `externalId`, else by `email`, and then updated.
 */
export const ImportedUser = CreateUser.extend({
  status: UserStatus.default('active'),
  /**
   * The `sub` that applications know the user by, kept from the system before; left out for a new one. Only those who run
   * the platform choose it for a new user; `user_id_taken` where anybody has it, in whichever tenant.
   */
  id: Id.optional(),
  /** Identities to pin to the user, stored with it or not at all; one that is there already is no change. NDJSON only. */
  links: z.array(CreateLink).max(20).optional(),
});
export type ImportedUser = z.infer<typeof ImportedUser>;

/** One line of the answer of `POST /v1/tenants/{tenantId}/user-imports` (NDJSON): what became of one line of the request. */
export const ImportResult = z.object({
  /** Counted from 1, without the header line of CSV. */
  line: z.int().min(1),
  outcome: z.enum(['created', 'updated', 'unchanged', 'refused']),
  userId: Id.optional(),
  /** Why it was refused: a code of the catalogue and a sentence with the field. */
  code: z.string().optional(),
  message: z.string().optional(),
});
export type ImportResult = z.infer<typeof ImportResult>;

/** A page of the refused lines of an import: `GET …/user-imports/{importId}/results?outcome=refused`. */
export const ImportResultPage = z.object({
  results: z.array(ImportResult),
  /** Where the next page begins (`?after=`); null for the last page. */
  nextLine: z.int().min(1).nullable(),
});
export type ImportResultPage = z.infer<typeof ImportResultPage>;

/** How far a user import has come: `GET /v1/tenants/{tenantId}/user-imports/{importId}`. */
export const UserImport = z.object({
  importId: Id,
  /** The last line that is stored; the next request may begin after it (`?from=`). */
  lastLine: z.int().min(0),
  /** Whether a request of this import was read to its end. */
  finished: z.boolean(),
  /** What became of the lines. */
  counts: z.object({
    created: z.int().min(0),
    updated: z.int().min(0),
    unchanged: z.int().min(0),
    refused: z.int().min(0),
  }),
});
export type UserImport = z.infer<typeof UserImport>;
