import { z } from 'zod';

/** The body of every refusal of the `/v1` APIs, `application/problem+json` (RFC 9457). */
export const Problem = z.object({
  /** `urn:portico:problem:<code>`. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  traceId: z.string(),
  errors: z
    .array(z.object({ pointer: z.string(), message: z.string(), corrected: z.string().optional() }))
    .optional(),
  /** With `revision_conflict`: what others have saved since the revision that If-Match names, newest first. */
  changes: z
    .array(
      z.object({
        revision: z.int(),
        savedBy: z.string(),
        savedAt: z.iso.datetime(),
        /** Names of fields; a secret only by its name. */
        changed: z.array(z.string()),
      }),
    )
    .optional(),
});
export type Problem = z.infer<typeof Problem>;
