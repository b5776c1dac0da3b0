import { CheckTotp, FinishPasskey } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { CountStepTry } from './count-step-try.js';
import type { FactorStep } from './factor-steps.js';
import { amrOf, type Given } from './factor.rules.js';

/**
 * Has identity check a second factor, and gives the methods that are proved with that. Refuses `factor_code_invalid`
 * and `passkey_invalid`; `factor_step_expired` after five tries of a step, and `too_many_attempts` after too many of a user.
 */
@Injectable()
export class ProveFactor {
  constructor(
    private readonly ask: Ask,
    private readonly countStepTry: CountStepTry,
    private readonly limitAttempts: LimitAttempts,
  ) {}

  async run(step: FactorStep, given: Given): Promise<string[]> {
    const { tenantId, userId } = step;
    await this.countStepTry.run(step);
    // For the user from everywhere: whoever knows the password may guess from a thousand networks.
    const user = `${tenantId} ${userId}`;
    const attempts = [
      await this.limitAttempts.run(undefined, 'factor', user),
      await this.limitAttempts.run(undefined, 'factor_day', user),
    ];
    const amr = await this.check({ tenantId, userId, attemptId: newId() }, given);
    await Promise.all(attempts.map(async (attempt) => await attempt.takeBack()));
    return amr;
  }

  private async check(
    attempt: { tenantId: string; userId: string; attemptId: string },
    given: Given,
  ): Promise<string[]> {
    if (given.kind === 'totp') {
      await this.ask.to(CheckTotp, { ...attempt, code: given.code });
      return amrOf(given);
    }
    const { challengeId, answer } = given;
    const asked = { ...attempt, challengeId, purpose: 'use' as const, answer };
    return amrOf(given, (await this.ask.to(FinishPasskey, asked)).deviceBound);
  }
}
