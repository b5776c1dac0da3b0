import { AppError, FinishMailboxProof, type UserSnapshot } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { LoginEntity } from '../logins/login.entity.js';
import type { MailboxProof } from '../logins/mailbox-cookies.js';
import { CheckLoginAllowed } from './check-login-allowed.js';

/** Whose mailbox it is, if the code is right and the settings of now let that user in. Refuses `mailbox_code_invalid`. */
@Injectable()
export class ProveMailbox {
  constructor(
    private readonly ask: Ask,
    private readonly checkLoginAllowed: CheckLoginAllowed,
  ) {}

  async run(login: LoginEntity, proof: MailboxProof, code: string): Promise<UserSnapshot> {
    const { loginId, tenantId, connectionId } = proof;
    // Before the code is used up and the identity pinned, and again with the user.
    await this.checkLoginAllowed.run(login, proof);
    const answer = await this.ask.to(FinishMailboxProof, { loginId, tenantId, connectionId, code });
    if (answer.outcome === 'refused') throw new AppError(answer.code);
    await this.checkLoginAllowed.run(login, proof, answer.user);
    return answer.user;
  }
}
