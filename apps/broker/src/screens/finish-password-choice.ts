import { AppError, GetUser, type UserSnapshot } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { toAppError } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { checkAllowed } from '../settings/decision.rules.js';
import { FindSettings } from '../settings/find-settings.js';
import { CompletePasswordLogin } from './complete-password-login.js';
import { NotePasswordFailure } from './note-password-failure.js';
import type { ProvenUser } from './password-choices.js';

/**
 * Signs in to the organisation that was chosen among those where the password was right, if it is still allowed
 * there; gives the address where the browser goes on. Refuses `choice_expired` where the user is gone.
 * @emits login.completed, login.failed
 */
@Injectable()
export class FinishPasswordChoice {
  constructor(
    private readonly ask: Ask,
    private readonly findSettings: FindSettings,
    private readonly completePasswordLogin: CompletePasswordLogin,
    private readonly notePasswordFailure: NotePasswordFailure,
  ) {}

  async run(interaction: Interaction, chosen: ProvenUser): Promise<string> {
    const { user } = await this.ask.to(GetUser, chosen);
    if (!user) throw new AppError('choice_expired');
    await this.decide(interaction, user);
    return await this.completePasswordLogin.run(interaction, user);
  }

  /** The settings and the user may have changed since the password was tried. */
  private async decide(interaction: Interaction, user: UserSnapshot): Promise<void> {
    const { application } = interaction;
    const known = await this.findSettings.run(user.tenantId);
    try {
      checkAllowed({
        known,
        application,
        user,
        method: 'password',
        purpose: 'callback',
        proof: { amr: ['pwd'] },
      });
    } catch (thrown) {
      await this.notePasswordFailure.run(interaction, [user], toAppError(thrown).code);
      throw thrown;
    }
  }
}
