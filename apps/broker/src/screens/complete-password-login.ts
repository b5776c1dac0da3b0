import type { UserSnapshot } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { toAccount } from '../logins/account.rules.js';
import { CompleteLogin } from '../logins/complete-login.js';
import { LoginStore } from '../logins/login.store.js';
import { FindSettings } from '../settings/find-settings.js';
import { passwordLogin } from './password-login.rules.js';

const PASSWORD_PROOF = { amr: ['pwd'], acr: null, authTime: null };

/**
 * Signs in the owner of a password that was right, and gives the address where the browser goes on.
 * @emits login.completed
 */
@Injectable()
export class CompletePasswordLogin {
  constructor(
    private readonly database: Database,
    private readonly logins: LoginStore,
    private readonly completeLogin: CompleteLogin,
    private readonly findSettings: FindSettings,
  ) {}

  async run({ uid, application }: Interaction, user: UserSnapshot): Promise<string> {
    const { settings } = await this.findSettings.run(user.tenantId);
    const account = toAccount(user, settings.domains);
    return await this.database.swiftlyInTenant(user.tenantId, async (tx) => {
      const login = await this.logins.start(tx, passwordLogin(user.tenantId, application.id));
      return await this.completeLogin.run(tx, login, account, PASSWORD_PROOF, uid);
    });
  }
}
