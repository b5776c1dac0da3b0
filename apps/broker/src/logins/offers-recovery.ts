import { Injectable, Logger } from '@nestjs/common';
import { toAdmission } from '../applications/client.rules.js';
import { FindApplication } from '../applications/find-application.js';
import { toDecision } from '../settings/decision.rules.js';
import { FindSettings } from '../settings/find-settings.js';
import type { LoginEntity } from './login.entity.js';

/** Whether a refused login's page shows the way in by a recovery code: its tenant enforces, and it can be mended there. */
@Injectable()
export class OffersRecovery {
  private readonly logger = new Logger(OffersRecovery.name);

  constructor(
    private readonly findApplication: FindApplication,
    private readonly findSettings: FindSettings,
  ) {}

  async run({ applicationId, tenantId }: LoginEntity): Promise<boolean> {
    try {
      const application = await this.findApplication.run(applicationId);
      if (!application?.apiScopes.includes('sso:mend')) return false;
      const known = await this.findSettings.run(tenantId);
      const request = { known, application: toAdmission(application), method: 'recovery' } as const;
      return toDecision({ ...request, purpose: 'offer', proof: 'none_yet' }).allowed;
    } catch (error) {
      // A refusal is shown with or without it.
      this.logger.warn({ err: error }, 'whether recovery is open could not be told');
      return false;
    }
  }
}
