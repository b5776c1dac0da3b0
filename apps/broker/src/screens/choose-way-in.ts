import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { PACE_MS, refuseAfter } from '../throttle/pace.js';
import { FindMemberships } from './find-memberships.js';
import { chooseWays, type WayIn } from './ways.rules.js';

/** An address as typed, and the connection that was chosen for it. */
interface Choice {
  email: string;
  connectionId?: string;
}

/**
 * What single sign-on offers to an e-mail address: every way, or the one that was chosen among them.
 * Refuses `sso_not_found` alike, also in time, for an unknown address and for one whose tenant has no connection on.
 */
@Injectable()
export class ChooseWayIn {
  constructor(
    private readonly limitAttempts: LimitAttempts,
    private readonly findMemberships: FindMemberships,
  ) {}

  async run(
    interaction: Interaction,
    { email, connectionId }: Choice,
    ip: string | undefined,
  ): Promise<WayIn[]> {
    await this.limitAttempts.run(ip, 'sso_email');
    return await refuseAfter(
      PACE_MS.sso,
      async () => await this.choose(interaction, { email, connectionId }),
    );
  }

  private async choose({ application }: Interaction, { email, connectionId }: Choice): Promise<WayIn[]> {
    const decision = chooseWays(await this.findMemberships.run(email), application);
    if (decision.outcome === 'refused') throw new AppError(decision.code);
    if (connectionId === undefined) return decision.ways;
    const chosen = decision.ways.filter(({ connection }) => connection.id === connectionId);
    if (chosen.length === 0) throw new AppError('connection_off');
    return chosen;
  }
}
