import { API_EXAMPLES } from '@portico/contracts';
import { z } from 'zod';

const EXAMPLES = new Map(API_EXAMPLES);

/** The contracts' example of a body, or one made of theirs for a list. Throws for a body that has none. */
export const findExample = (schema: z.ZodType): unknown => {
  if (EXAMPLES.has(schema)) return EXAMPLES.get(schema);
  if (schema instanceof z.ZodArray) return [findExample(schema.element as z.ZodType)];
  if (schema instanceof z.ZodNullable) return null;
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(schema.shape).map(([name, field]) => [name, findExample(field as z.ZodType)]),
    );
  throw new Error(`a ${schema.type} of a body has no example; give its schema one in API_EXAMPLES`);
};

/** The example as one line of a stream, after a header line in CSV. */
export const exampleLines = (mediaType: string, example: unknown): string => {
  if (mediaType !== 'text/csv') return `${JSON.stringify(example)}\n`;
  const fields = Object.entries(example as Record<string, unknown>);
  const cells = fields.map(([, value]) => (Array.isArray(value) ? value.join(' ') : String(value)));
  return `${fields.map(([name]) => name).join(',')}\n${cells.join(',')}\n`;
};
