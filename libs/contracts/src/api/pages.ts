import { z } from 'zod';
import { Id } from '../ids.js';

/** Query of every list: which page of it is wanted. */
export const Page = z.strictObject({
  /** `nextCursor` of the page before; left out for the first. */
  after: Id.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type Page = z.infer<typeof Page>;

/** Where the next page of a list begins (`?after=`); null for the last page. */
export const NextCursor = Id.nullable();
