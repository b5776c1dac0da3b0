import { AppError, type Code, GetUser, type UserSnapshot } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { toAppError } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { FactorStep } from '../factors/factor-steps.js';
import type { Interaction } from '../interactions/interactions.client.js';
import { checkAllowed } from '../settings/decision.rules.js';
import { FindSettings } from '../settings/find-settings.js';
import { CompletePasswordLogin } from './complete-password-login.js';
import { NotePasswordFailure } from './note-password-failure.js';

/** Where nothing was tried no login has failed, as at the password. */
const NOT_TRIED: readonly Code[] = ['interaction_expired', 'factor_step_expired', 'too_many_attempts'];

/** How a step of a second factor is proved: gives the methods, or refuses. */
export type Prove = (step: FactorStep) => Promise<string[]>;

/**
 * Signs in the owner of a right password whose second factor is given, if that is still allowed; gives the address
 * where the browser goes on. Nothing is proved, and so nothing used up, for somebody who would be refused.
 * @emits login.completed, login.failed
 */
@Injectable()
export class FinishFactorStep {
  constructor(
    private readonly ask: Ask,
    private readonly findSettings: FindSettings,
    private readonly completePasswordLogin: CompletePasswordLogin,
    private readonly notePasswordFailure: NotePasswordFailure,
  ) {}

  async run(interaction: Interaction, step: FactorStep, prove: Prove): Promise<string> {
    const { user } = await this.ask.to(GetUser, { tenantId: step.tenantId, userId: step.userId });
    if (!user) throw new AppError('factor_step_expired', { detail: 'the user is gone' });
    try {
      return await this.finish(interaction, step, { user, prove });
    } catch (thrown) {
      await this.note(interaction, user, toAppError(thrown));
      throw thrown;
    }
  }

  private async finish(
    interaction: Interaction,
    step: FactorStep,
    { user, prove }: { user: UserSnapshot; prove: Prove },
  ): Promise<string> {
    const { application } = interaction;
    const known = await this.findSettings.run(user.tenantId);
    const request = { known, application, user, method: 'password', purpose: 'callback' } as const;
    checkAllowed({ ...request, proof: 'none_yet' });
    const amr = await prove(step);
    checkAllowed({ ...request, proof: { amr } });
    return await this.completePasswordLogin.run(interaction, user, { known, amr });
  }

  private async note(interaction: Interaction, user: UserSnapshot, { code, entry }: AppError): Promise<void> {
    if (entry.status < 500 && !NOT_TRIED.includes(code))
      await this.notePasswordFailure.run(interaction, [user], code);
  }
}
