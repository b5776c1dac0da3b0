import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { TooManyAttempts } from '../throttle/too-many-attempts.js';
import type { FactorStep } from './factor-steps.js';

/** Counts a try of a step before it is looked at; refuses the sixth with `factor_step_expired`. */
@Injectable()
export class CountStepTry {
  constructor(private readonly limitAttempts: LimitAttempts) {}

  async run({ id }: FactorStep): Promise<void> {
    try {
      await this.limitAttempts.run(undefined, 'factor_step', id);
    } catch (error) {
      if (error instanceof TooManyAttempts) throw new AppError('factor_step_expired', { cause: error });
      throw error;
    }
  }
}
