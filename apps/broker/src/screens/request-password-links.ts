import { MailPasswordLinks } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { TooManyAttempts } from '../throttle/too-many-attempts.js';
import { FindMemberships } from './find-memberships.js';
import { choosePasswordTenants } from './password-tenants.rules.js';

/**
 * Has one-time links mailed to an address, for the tenants whose settings allow its user a password. Tells nobody
 * whether there are any: an unknown address, a deactivated user, required single sign-on and an address that has been
 * written to often enough are answered alike, and get no mail.
 */
@Injectable()
export class RequestPasswordLinks {
  constructor(
    private readonly ask: Ask,
    private readonly limitAttempts: LimitAttempts,
    private readonly findMemberships: FindMemberships,
  ) {}

  /** Refuses `too_many_attempts` by network alone, which tells nothing of the address. */
  async run({ application }: Interaction, email: string, ip: string | undefined): Promise<void> {
    await this.limitAttempts.run(ip, 'forgotten_network');
    const memberships = await this.findMemberships.run(email);
    const { tenantIds } = choosePasswordTenants(memberships, application, 'reset');
    if (await this.isMailedEnough(email)) return;
    await this.ask.to(MailPasswordLinks, { email, tenantIds });
  }

  private async isMailedEnough(email: string): Promise<boolean> {
    try {
      await this.limitAttempts.run(undefined, 'forgotten_email', email);
      return false;
    } catch (error) {
      if (error instanceof TooManyAttempts) return true;
      throw error;
    }
  }
}
