import { AppError, Id } from '@portico/contracts';

/** The id in an address; what is no id at all is answered like an id that nobody has (`not_found`). */
export const readId = (text: string): string => {
  const parsed = Id.safeParse(text);
  if (!parsed.success) throw new AppError('not_found', { detail: 'the id is not an id' });
  return parsed.data;
};
