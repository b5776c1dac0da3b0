import { AppError } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { LoginRefused } from '../logins/login-refused.js';
import { LoginStore } from '../logins/login.store.js';
import type { MailboxProof } from '../logins/mailbox-cookies.js';
import { RefuseLogin } from '../logins/refuse-login.js';

/**
 * Ends a login whose person cannot get at the mailbox, with what would have been said without mailbox proof.
 * @emits login.failed
 */
@Injectable()
export class GiveUpMailbox {
  constructor(
    private readonly database: Database,
    private readonly logins: LoginStore,
    private readonly refuseLogin: RefuseLogin,
  ) {}

  async run({ tenantId, loginId: id, interactionUid }: MailboxProof): Promise<LoginRefused> {
    const login = await this.database.inTenant(
      tenantId,
      async (tx) => await this.logins.get(tx, { tenantId, id }),
    );
    return await this.refuseLogin.run(login, interactionUid, new AppError('email_unverified'));
  }
}
