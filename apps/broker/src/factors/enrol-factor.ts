import { FinishPasskey, FinishTotp } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { CountStepTry } from './count-step-try.js';
import type { FactorStep } from './factor-steps.js';
import { amrOf, type Given } from './factor.rules.js';

/**
 * Has identity set a person's first second factor up, and gives the methods that are proved with that. Refuses
 * `factor_code_invalid`, `passkey_invalid`, `factor_set_up_already`, and `factor_step_expired` after five tries.
 */
@Injectable()
export class EnrolFactor {
  constructor(
    private readonly ask: Ask,
    private readonly countStepTry: CountStepTry,
  ) {}

  async run(step: FactorStep, given: Given): Promise<string[]> {
    const { tenantId, userId, id: enrolmentId } = step;
    await this.countStepTry.run(step);
    const attempt = { tenantId, userId, attemptId: newId() };
    if (given.kind === 'totp') {
      await this.ask.to(FinishTotp, { ...attempt, enrolmentId, code: given.code });
      return amrOf(given);
    }
    const { challengeId, answer } = given;
    const asked = { ...attempt, challengeId, purpose: 'make' as const, answer };
    return amrOf(given, (await this.ask.to(FinishPasskey, asked)).deviceBound);
  }
}
