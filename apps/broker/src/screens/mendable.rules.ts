import { AppError } from '@portico/contracts';

/** Refusals that a person mends on the same screen; all others are a page of their own. */
const MENDABLE: readonly string[] = [
  'credentials_invalid',
  'sso_required',
  'sso_not_found',
  'choice_expired',
  'factor_step_expired',
  'factor_set_up_already',
  'recovery_code_invalid',
  'too_many_attempts',
];

/** The refusal to show beside the form; throws on what the form cannot mend. */
export const toMendable = (error: unknown): AppError => {
  if (error instanceof AppError && MENDABLE.includes(error.code)) return error;
  throw error;
};

/** Refusals of a second factor that another try on the same page may mend. */
const TRIED_AGAIN: readonly string[] = ['factor_code_invalid', 'passkey_invalid', 'too_many_attempts'];

export const isTriedAgain = (error: unknown): error is AppError =>
  error instanceof AppError && TRIED_AGAIN.includes(error.code);
