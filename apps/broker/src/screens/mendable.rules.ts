import { AppError } from '@portico/contracts';

/** Refusals that a person mends on the same screen; all others are a page of their own. */
const MENDABLE: readonly string[] = [
  'credentials_invalid',
  'sso_required',
  'sso_not_found',
  'choice_expired',
  'too_many_attempts',
];

/** The refusal to show beside the form; throws on what the form cannot mend. */
export const toMendable = (error: unknown): AppError => {
  if (error instanceof AppError && MENDABLE.includes(error.code)) return error;
  throw error;
};
