import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { PACE_MS, refuseAfter } from '../throttle/pace.js';
import { FindTenants } from './find-tenants.js';
import { chooseNextStep, type NextStep } from './next-step.rules.js';
import { hasPassword } from './ways.rules.js';

/**
 * The only way in of the address that the application hints at. Undefined where there is none or another, a password
 * included: as late, and as often in a while, as screen 2 would say so, because anybody can write such a hint.
 */
@Injectable()
export class FindHinted {
  constructor(
    private readonly limitAttempts: LimitAttempts,
    private readonly findTenants: FindTenants,
  ) {}

  async run({ application, loginHint }: Interaction, ip: string | undefined): Promise<NextStep | undefined> {
    if (loginHint === undefined) return undefined;
    try {
      await this.limitAttempts.run(ip, 'sso_email');
      return await refuseAfter(PACE_MS.sso, async () => await this.find(application, loginHint));
    } catch (error) {
      // It is a convenience: without it the screens ask.
      if (error instanceof AppError) return undefined;
      throw error;
    }
  }

  private async find(application: Interaction['application'], email: string): Promise<NextStep> {
    const tenants = await this.findTenants.run(email);
    const step = chooseNextStep(tenants, application, {});
    if (step.outcome !== 'leave' || tenants.some((tenant) => hasPassword(tenant, application)))
      throw new AppError('sso_not_found', { detail: 'not the only way in' });
    return step;
  }
}
