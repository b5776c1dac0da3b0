import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { NOBODY } from '../mail/mail.rules.js';
import { MailStore } from '../mail/mail.store.js';
import { SendMail } from '../mail/send-mail.js';

/**
 * Notes that somebody has asked for links for an address. Whether anybody has it is found out when the mail is sent,
 * so the answer knows nothing and takes as long for everybody.
 */
@Injectable()
export class AskForPasswordLinks {
  constructor(
    private readonly database: Database,
    private readonly mails: MailStore,
    private readonly mail: SendMail,
  ) {}

  async run({ email, tenantIds }: { email: string; tenantIds: string[] }): Promise<void> {
    const job = { kind: 'password_links', email, tenantIds } as const;
    await this.database.inTenant(NOBODY, async (tx) => {
      await this.mails.add(tx, NOBODY, [job]);
    });
    this.mail.nudge();
  }
}
