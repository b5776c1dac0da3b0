import { z } from 'zod';
import type { EventContract } from './events.js';

/** What a subscriber takes for a fact: what its contract names, and whatever a newer release has added dropped. */
type Reading<E extends EventContract> =
  { outcome: 'fits'; data: z.infer<E['data']> } | { outcome: 'misfit'; fields: string[] };

const readers = new WeakMap<EventContract, z.ZodType>();

/**
 * Reads the body of a fact as tolerantly as the promise of a version needs: fields that a newer release has added are
 * dropped, and a value that it has added to an enumeration comes through as the text that it is, so keep a default in a
 * `switch`. Anything else that does not fit is named, without its value.
 */
export const readEvent = <E extends EventContract>(contract: E, body: unknown): Reading<E> => {
  const reader = readers.get(contract) ?? toReader(contract.data);
  readers.set(contract, reader);
  const read = reader.safeParse(body);
  if (read.success) return { outcome: 'fits', data: read.data as z.infer<E['data']> };
  const fields = read.error.issues.map(({ path, code }) => `${path.join('.') || '(whole)'} ${code}`);
  return { outcome: 'misfit', fields };
};

/** The same schema with its enumerations left open. */
const toReader = (schema: z.ZodType): z.ZodType => {
  if (schema instanceof z.ZodEnum) return z.string();
  if (schema instanceof z.ZodOptional) return z.optional(toReader(schema.unwrap() as z.ZodType));
  if (schema instanceof z.ZodNullable) return z.nullable(toReader(schema.unwrap() as z.ZodType));
  if (schema instanceof z.ZodArray) return z.array(toReader(schema.element as z.ZodType));
  if (schema instanceof z.ZodObject)
    return z.object(
      Object.fromEntries(
        Object.entries(schema.shape).map(([name, field]) => [name, toReader(field as z.ZodType)]),
      ),
    );
  return schema;
};
