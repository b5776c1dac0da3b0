import type { z } from 'zod';
import { EXIT, Failure } from './failure.js';

/** What was given on the command line as a body of the API; every field that does not fit is named. */
export const readBody = <Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> => {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const lines = read.error.issues.map((issue) => {
    const names = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.path.join('.');
    const message = issue.code === 'unrecognized_keys' ? 'does not belong to this kind' : issue.message;
    return `${names || 'the command'}: ${message}`;
  });
  throw new Failure(EXIT.misused, lines.join('\n'));
};
