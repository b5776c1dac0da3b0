import { BeginPasskey, BeginTotp } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { SetUpPage } from '../pages/factor-pages.js';
import { FindSettings } from '../settings/find-settings.js';
import { FactorSteps } from './factor-steps.js';

/** What the page shows that sets a second factor up. Refuses `factor_set_up_already`. */
@Injectable()
export class PrepareSetUp {
  constructor(
    private readonly ask: Ask,
    private readonly steps: FactorSteps,
    private readonly findSettings: FindSettings,
  ) {}

  async run(uid: string, sealed: string): Promise<SetUpPage> {
    const { tenantId, userId, email, id: enrolmentId } = await this.steps.open('set_up', uid, sealed);
    const { name: tenantName } = (await this.findSettings.run(tenantId)).settings;
    const [totp, passkey] = await Promise.all([
      this.ask.to(BeginTotp, { tenantId, userId, enrolmentId, tenantName }),
      this.ask.to(BeginPasskey, { tenantId, userId, purpose: 'make' }),
    ]);
    return { uid, step: sealed, email, tenantName, totp, passkey };
  }
}
