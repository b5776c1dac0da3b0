import { AppError, GetUser, ListFactors } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { GoOnWithPassword, type WentOn } from './go-on-with-password.js';
import type { ProvenUser } from './password-choices.js';

/**
 * Goes on to the organisation that was chosen among those where the password was right, if it is still allowed
 * there: the settings and the user may have changed since. Refuses `choice_expired` where the user is gone.
 * @emits login.completed, login.failed
 */
@Injectable()
export class FinishPasswordChoice {
  constructor(
    private readonly ask: Ask,
    private readonly goOnWithPassword: GoOnWithPassword,
  ) {}

  async run(interaction: Interaction, chosen: ProvenUser): Promise<WentOn> {
    const { tenantId, userId, email, setsUp } = chosen;
    const [{ user }, { factors }] = await Promise.all([
      this.ask.to(GetUser, { tenantId, userId }),
      this.ask.to(ListFactors, { tenantId, userId }),
    ]);
    if (!user) throw new AppError('choice_expired');
    const kinds = [...new Set(factors.map(({ kind }) => kind))];
    return await this.goOnWithPassword.run(interaction, { user, kinds, email, setsUp });
  }
}
