import { AppError, type UserSnapshot } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { FindApplication } from '../applications/find-application.js';
import type { LoginEntity } from '../logins/login.entity.js';
import type { MailboxProof } from '../logins/mailbox-cookies.js';
import { checkAllowed } from '../settings/decision.rules.js';
import { FindSettings } from '../settings/find-settings.js';
import { checkSameConnection } from './callback.rules.js';

/** Refuses a login under way that the settings of now no longer allow. */
@Injectable()
export class CheckLoginAllowed {
  constructor(
    private readonly findApplication: FindApplication,
    private readonly findSettings: FindSettings,
  ) {}

  async run(login: LoginEntity, proof: MailboxProof, user?: UserSnapshot): Promise<void> {
    const application = await this.findApplication.run(login.applicationId);
    if (!application) throw new AppError('application_not_admitted', { detail: 'the application is gone' });
    const known = await this.findSettings.run(login.tenantId);
    checkSameConnection(known.settings, proof);
    const { connectionId } = proof;
    checkAllowed({
      known,
      application,
      user,
      method: { connectionId },
      purpose: 'callback',
      proof: { amr: proof.amr },
    });
  }
}
