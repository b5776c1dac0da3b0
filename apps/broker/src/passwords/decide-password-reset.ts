import type { Code, UserSnapshot } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { ANY_APPLICATION, toDecision } from '../settings/decision.rules.js';
import { FindSettings } from '../settings/find-settings.js';

/** Whether a password may be set for a user. */
export interface ResetDecision {
  allowed: boolean;
  code?: Code;
  tenantName: string;
}

/** Decides whether a password may be set for the user, by the settings of now and whatever the application. */
@Injectable()
export class DecidePasswordReset {
  constructor(private readonly findSettings: FindSettings) {}

  async run(user: UserSnapshot): Promise<ResetDecision> {
    const known = await this.findSettings.run(user.tenantId);
    const { allowed, code } = toDecision({
      known,
      application: ANY_APPLICATION,
      user,
      method: 'password',
      purpose: 'reset',
      proof: 'none_yet',
    });
    return { allowed, code, tenantName: known.settings.name };
  }
}
