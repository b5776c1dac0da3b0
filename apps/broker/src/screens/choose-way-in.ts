import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { FindMemberships } from './find-memberships.js';
import { chooseWays, type WayIn } from './ways.rules.js';

/**
 * What single sign-on offers to an e-mail address: every way, or the one that was chosen among them.
 * Refuses `sso_not_found` alike for an unknown address and for one whose tenant has no connection on.
 */
@Injectable()
export class ChooseWayIn {
  constructor(private readonly findMemberships: FindMemberships) {}

  async run({ application }: Interaction, email: string, connectionId: string | undefined): Promise<WayIn[]> {
    const decision = chooseWays(await this.findMemberships.run(email), application);
    if (decision.outcome === 'refused') throw new AppError(decision.code);
    if (connectionId === undefined) return decision.ways;
    const chosen = decision.ways.filter(({ connection }) => connection.id === connectionId);
    if (chosen.length === 0) throw new AppError('connection_off');
    return chosen;
  }
}
