import { AppError, type UserSnapshot } from '@portico/contracts';
import { Database, toAppError } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Account } from '../logins/account.rules.js';
import { CompleteClaimedLogin } from '../logins/complete-claimed-login.js';
import type { LoginEntity } from '../logins/login.entity.js';
import { LoginStore, MAILBOX_TRIES } from '../logins/login.store.js';
import type { MailboxProof } from '../logins/mailbox-cookies.js';
import { RefuseLogin } from '../logins/refuse-login.js';
import { toCarriedProof } from './proof.rules.js';
import { ProveMailbox } from './prove-mailbox.js';

/**
 * Finishes a login whose person proves the mailbox by a code, and gives the address where the browser goes on. A wrong
 * code may be mended, `mailbox_code_invalid`, until the fifth ends the login; every other refusal ends it at once.
 * @emits login.completed, login.failed
 */
@Injectable()
export class FinishMailbox {
  constructor(
    private readonly database: Database,
    private readonly logins: LoginStore,
    private readonly proveMailbox: ProveMailbox,
    private readonly completeClaimedLogin: CompleteClaimedLogin,
    private readonly refuseLogin: RefuseLogin,
  ) {}

  async run(proof: MailboxProof, code: string): Promise<string> {
    const { tenantId, loginId: id, interactionUid } = proof;
    // Counted before the code is looked at, so that no number of them at once is more than five.
    const login = await this.database.inTenant(
      tenantId,
      async (tx) => await this.logins.countMailboxTry(tx, { tenantId, id }),
    );
    // The code came back from the mailbox of the user record.
    const account: Account = { ...(await this.prove(login, proof, code)), emailVerified: true };
    return await this.completeClaimedLogin.run({ login, interactionUid }, account, toCarriedProof(proof));
  }

  private async prove(login: LoginEntity, proof: MailboxProof, code: string): Promise<UserSnapshot> {
    try {
      return await this.proveMailbox.run(login, proof, code);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (isMendable(error) && login.mailboxTries < MAILBOX_TRIES) throw error;
      throw await this.refuseLogin.run(login, proof.interactionUid, error);
    }
  }
}

/** Whatever may be right the next time. */
const isMendable = ({ code, entry }: AppError): boolean =>
  code === 'mailbox_code_invalid' || entry.status === 503;
