import { LookupEmail } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import { FindSettings } from '../settings/find-settings.js';
import type { Membership } from './ways.rules.js';

/** Who has this e-mail address, with the settings of each one's tenant. */
@Injectable()
export class FindMemberships {
  constructor(
    private readonly ask: Ask,
    private readonly findSettings: FindSettings,
  ) {}

  async run(email: string): Promise<Membership[]> {
    const { users } = await this.ask.to(LookupEmail, { email });
    return await Promise.all(
      users.map(async (user) => ({ user, known: await this.findSettings.run(user.tenantId) })),
    );
  }
}
