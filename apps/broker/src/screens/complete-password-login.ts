import type { UserSnapshot } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { toAccount } from '../logins/account.rules.js';
import { CompleteLogin } from '../logins/complete-login.js';
import { countLogin } from '../logins/login-figures.js';
import { LoginStore } from '../logins/login.store.js';
import type { KnownSettings } from '../settings/settings.store.js';
import { type OwnMethod, passwordLogin } from './password-login.rules.js';

/** By what, and with which settings, a login by password or recovery code was decided. */
interface Decided {
  known: KnownSettings;
  amr: string[];
  method?: OwnMethod;
}

/**
 * Signs in the owner of a password or a code that was right, once it was decided that they may, and gives the address where the browser goes on.
 * @emits login.completed
 */
@Injectable()
export class CompletePasswordLogin {
  constructor(
    private readonly database: Database,
    private readonly logins: LoginStore,
    private readonly completeLogin: CompleteLogin,
  ) {}

  async run(
    { uid, application }: Interaction,
    user: UserSnapshot,
    { known, amr, method }: Decided,
  ): Promise<string> {
    const account = toAccount(user, known.settings.domains);
    const { login, onward } = await this.database.swiftlyInTenant(user.tenantId, async (tx) => {
      const started = await this.logins.start(tx, passwordLogin(user.tenantId, application.id, method));
      const proof = { amr, acr: null, authTime: null };
      return { login: started, onward: await this.completeLogin.run(tx, started, account, proof, uid) };
    });
    countLogin(login);
    return onward;
  }
}
