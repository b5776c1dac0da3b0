import { Injectable } from '@nestjs/common';
import { WriteMailboxLetter } from '../match/write-mailbox-letter.js';
import { WriteNotice } from '../notices/write-notice.js';
import { SpreadPasswordLinks } from '../passwords/spread-password-links.js';
import { WritePasswordLetter } from '../passwords/write-password-letter.js';
import type { Letter, TakenMail } from './mail.rules.js';

/** Writes the letter that a job asks for, with the secret in it; none where nobody is to get one. */
@Injectable()
export class WriteLetter {
  constructor(
    private readonly passwordLinks: SpreadPasswordLinks,
    private readonly passwordLetters: WritePasswordLetter,
    private readonly mailboxLetters: WriteMailboxLetter,
    private readonly notices: WriteNotice,
  ) {}

  async run({ tenantId, job, attempts }: TakenMail): Promise<Letter | null> {
    switch (job.kind) {
      case 'password_links':
        await this.passwordLinks.run(job);
        return null;
      case 'password_link':
        return await this.passwordLetters.run({ ...job, tenantId, again: attempts > 1 });
      case 'mailbox_code':
        return await this.mailboxLetters.run({ ...job, tenantId });
      case 'notice':
        return await this.notices.run({ ...job, tenantId });
    }
  }
}
