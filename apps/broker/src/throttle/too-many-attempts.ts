import { AppError } from '@portico/contracts';
import type { Door } from './limits.rules.js';

/** The limit of a door is reached; it opens again by itself. */
export class TooManyAttempts extends AppError {
  constructor(
    door: Door,
    readonly retryAfterSeconds: number,
  ) {
    super('too_many_attempts', { detail: door });
  }
}
