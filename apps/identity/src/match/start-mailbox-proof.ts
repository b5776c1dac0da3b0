import type { StartMailboxProof as Contract } from '@portico/contracts';
import { readEmail } from '@portico/policy';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { MailStore } from '../mail/mail.store.js';
import { SendMail } from '../mail/send-mail.js';
import { isPlainIdentity } from './match.rules.js';
import { MailboxProofStore } from './mailbox-proof.store.js';

/**
 * Notes that a login's person wants to prove their address. Whom the code goes to, if anybody, is found out when it is
 * mailed, so the answer knows nothing and takes as long for everybody. Once a login.
 */
@Injectable()
export class StartMailboxProof {
  constructor(
    private readonly database: Database,
    private readonly proofs: MailboxProofStore,
    private readonly mails: MailStore,
    private readonly mail: SendMail,
  ) {}

  async run({ identity, ...login }: z.infer<typeof Contract.request>): Promise<void> {
    const { issuer, subject, emailTrust } = identity;
    const emailNormal = readEmail(identity.email)?.normal;
    // An address that nobody sent cannot be proved, and a trusted one need not be.
    if (emailTrust !== 'unverified' || !emailNormal || !isPlainIdentity(identity)) return;
    const { tenantId, loginId } = login;
    await this.database.inTenant(tenantId, async (tx) => {
      const added = await this.proofs.add(tx, { ...login, issuer, subject, emailNormal });
      if (added) await this.mails.add(tx, tenantId, [{ kind: 'mailbox_code', loginId }]);
    });
    this.mail.nudge();
  }
}
