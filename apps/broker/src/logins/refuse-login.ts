import type { AppError } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { FailLogin } from './fail-login.js';
import { countLogin } from './login-figures.js';
import type { LoginEntity } from './login.entity.js';
import { LoginRefused } from './login-refused.js';
import { OffersRecovery } from './offers-recovery.js';

/**
 * Ends a claimed login with a refusal, and gives it as it is to be shown.
 * @emits login.failed
 */
@Injectable()
export class RefuseLogin {
  private readonly logger = new Logger(RefuseLogin.name);

  constructor(
    private readonly database: Database,
    private readonly failLogin: FailLogin,
    private readonly offersRecovery: OffersRecovery,
  ) {}

  async run(login: LoginEntity, interactionUid: string, error: AppError): Promise<LoginRefused> {
    try {
      await this.database.swiftlyInTenant(
        login.tenantId,
        async (tx) => await this.failLogin.run(tx, login, error.code),
      );
    } catch (cause) {
      // The refusal stands whether or not it could be written down.
      this.logger.error({ err: cause }, 'a refusal was not stored');
    }
    countLogin(login, error.code);
    const offersRecovery = await this.offersRecovery.run(login);
    return new LoginRefused(error, login.reference, interactionUid, offersRecovery);
  }
}
