import { AppError, type UserSnapshot } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { toDecision } from '../settings/decision.rules.js';
import { FindSettings } from '../settings/find-settings.js';
import { CompletePasswordLogin } from './complete-password-login.js';
import { NotePasswordFailure } from './note-password-failure.js';

/**
 * A one-time code (RFC 8176 §2), and in a word of our own that it came from the list: an application may look for it,
 * and nothing takes it for a second factor.
 */
const AMR = ['otp', 'recovery'];

/**
 * Signs in whose recovery code was right just now, if the settings of now allow it.
 * @emits login.completed, login.failed
 */
@Injectable()
export class FinishRecovery {
  constructor(
    private readonly findSettings: FindSettings,
    private readonly completeLogin: CompletePasswordLogin,
    private readonly noteFailure: NotePasswordFailure,
  ) {}

  async run(interaction: Interaction, user: UserSnapshot): Promise<string> {
    const { application } = interaction;
    const known = await this.findSettings.run(user.tenantId);
    const { allowed, code, rule } = toDecision({
      known,
      application,
      user,
      method: 'recovery',
      purpose: 'callback',
      proof: { amr: AMR },
    });
    if (allowed)
      return await this.completeLogin.run(interaction, user, { known, amr: AMR, method: 'recovery' });
    const refusal = new AppError(code ?? 'internal_error', { detail: `rule ${rule}` });
    await this.noteFailure.run(interaction, [user], refusal.code, 'recovery');
    throw refusal;
  }
}
