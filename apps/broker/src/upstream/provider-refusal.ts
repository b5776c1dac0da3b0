import { AppError, type Code } from '@portico/contracts';
import type { SentError } from './provider-errors.rules.js';

/** An error that an IdP has sent, as the code that it means; its own words are kept apart, where no log finds them. */
export class ProviderRefusal extends AppError {
  readonly #sent: SentError;

  constructor(code: Code, detail: string, sent: SentError) {
    super(code, { detail });
    this.#sent = sent;
  }

  /** The provider's own words: free text, for the tenant's admin alone. */
  get sent(): SentError {
    return this.#sent;
  }
}
