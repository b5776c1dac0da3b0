import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { PACE_MS, refuseAfter } from '../throttle/pace.js';
import { FindTenants } from './find-tenants.js';
import { type Choice, chooseNextStep, type NextStep } from './next-step.rules.js';

/**
 * Where single sign-on goes on for an e-mail address, from what has been chosen so far.
 * Refuses `sso_not_found` alike, also in time, for an unknown address and for one whose tenant has no connection on.
 */
@Injectable()
export class ChooseWayIn {
  constructor(
    private readonly limitAttempts: LimitAttempts,
    private readonly findTenants: FindTenants,
  ) {}

  async run(
    interaction: Interaction,
    choice: Choice & { email: string },
    ip: string | undefined,
  ): Promise<NextStep> {
    await this.limitAttempts.run(ip, 'sso_email');
    return await refuseAfter(PACE_MS.sso, async () => await this.choose(interaction, choice));
  }

  private async choose(
    { application }: Interaction,
    { email, ...choice }: Choice & { email: string },
  ): Promise<NextStep> {
    const step = chooseNextStep(await this.findTenants.run(email), application, choice);
    if (step.outcome === 'refused') throw new AppError(step.code);
    return step;
  }
}
