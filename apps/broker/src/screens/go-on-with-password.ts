import { AppError, type FactorKind, type UserSnapshot } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { FactorSteps, type StepPurpose } from '../factors/factor-steps.js';
import type { Interaction } from '../interactions/interactions.client.js';
import { toDecision } from '../settings/decision.rules.js';
import { FindSettings } from '../settings/find-settings.js';
import { CompletePasswordLogin } from './complete-password-login.js';
import { NotePasswordFailure } from './note-password-failure.js';

/** Somebody whose password was right just now. */
export interface PasswordOwner {
  user: UserSnapshot;
  email: string;
  /** The kinds of second factor that they have set up. */
  kinds: FactorKind[];
  /** They want to set one up, whether or not one is demanded. */
  setsUp: boolean;
}

/** Where the browser goes on, or the step of a second factor that comes before. */
export type WentOn =
  { outcome: 'signed_in'; url: string } | { outcome: 'factor'; purpose: StepPurpose; step: string };

/**
 * Signs in whose password was right, unless a second factor is to be given, or set up, first: by the settings of now.
 * @emits login.completed, login.failed
 */
@Injectable()
export class GoOnWithPassword {
  constructor(
    private readonly findSettings: FindSettings,
    private readonly steps: FactorSteps,
    private readonly completePasswordLogin: CompletePasswordLogin,
    private readonly notePasswordFailure: NotePasswordFailure,
  ) {}

  async run(interaction: Interaction, owner: PasswordOwner): Promise<WentOn> {
    const { user, kinds, setsUp } = owner;
    const { application } = interaction;
    const known = await this.findSettings.run(user.tenantId);
    const amr = ['pwd'];
    const proof = { amr, hasFactor: kinds.length > 0 };
    const { allowed, code, rule } = toDecision({
      known,
      application,
      user,
      method: 'password',
      purpose: 'callback',
      proof,
    });
    if (code === 'second_factor_required' || (allowed && setsUp))
      return await this.askFor(interaction, owner);
    if (allowed)
      return {
        outcome: 'signed_in',
        url: await this.completePasswordLogin.run(interaction, user, { known, amr }),
      };
    const refusal = new AppError(code ?? 'internal_error', { detail: `rule ${rule}` });
    await this.notePasswordFailure.run(interaction, [user], refusal.code);
    throw refusal;
  }

  private async askFor({ uid }: Interaction, { user, email, kinds }: PasswordOwner): Promise<WentOn> {
    const { tenantId, userId } = user;
    const purpose = kinds.length > 0 ? 'use' : 'set_up';
    const step = await this.steps.seal(purpose, { uid, email, tenantId, userId, kinds });
    return { outcome: 'factor', purpose, step };
  }
}
