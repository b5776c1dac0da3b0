import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { EnrolFactor } from '../factors/enrol-factor.js';
import { FactorSteps, type StepPurpose } from '../factors/factor-steps.js';
import type { Given } from '../factors/factor.rules.js';
import { ProveFactor } from '../factors/prove-factor.js';
import type { Interaction } from '../interactions/interactions.client.js';
import { FinishFactorStep } from './finish-factor-step.js';

/** What a form of a second factor sends; a script's answer may be none. */
export interface GivenFactor {
  purpose: StepPurpose;
  /** Sealed. */
  step: string;
  given: Given | undefined;
}

/**
 * Takes a second factor, given or set up, and gives the address where the browser goes on. Refuses as `FactorSteps`,
 * `ProveFactor` and `EnrolFactor` do.
 * @emits login.completed, login.failed
 */
@Injectable()
export class GiveFactor {
  constructor(
    private readonly steps: FactorSteps,
    private readonly proveFactor: ProveFactor,
    private readonly enrolFactor: EnrolFactor,
    private readonly finishFactorStep: FinishFactorStep,
  ) {}

  async run(interaction: Interaction, { purpose, step: sealed, given }: GivenFactor): Promise<string> {
    const step = await this.steps.open(purpose, interaction.uid, sealed);
    return await this.finishFactorStep.run(interaction, step, async () => {
      if (!given) throw new AppError('passkey_invalid', { detail: 'not an answer of a passkey' });
      return await (purpose === 'use' ? this.proveFactor : this.enrolFactor).run(step, given);
    });
  }
}
