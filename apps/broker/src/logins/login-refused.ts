import { AppError } from '@portico/contracts';

/** A refusal of a login that is known: the page shows its reference and where the same application starts again. */
export class LoginRefused extends AppError {
  constructor(
    refusal: AppError,
    readonly reference: string,
    readonly interactionUid: string,
    /** Whether an administrator could get in by a recovery code. */
    readonly offersRecovery = false,
  ) {
    const { detail, fields } = refusal;
    super(refusal.code, { detail, fields, cause: refusal.cause ?? refusal });
  }
}
