import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { MailboxCookies, type MailboxProof } from '../logins/mailbox-cookies.js';
import { FindSettings } from '../settings/find-settings.js';

/** What the asking browser has to prove its mailbox for, and where. Refuses `login_expired`. */
@Injectable()
export class FindMailboxProof {
  constructor(
    private readonly cookies: MailboxCookies,
    private readonly findSettings: FindSettings,
  ) {}

  async run(request: Request, loginId: string): Promise<{ proof: MailboxProof; tenantName: string }> {
    const proof = await this.cookies.open(request, loginId);
    if (!proof) throw new AppError('login_expired', { detail: 'no mailbox cookie' });
    const { settings } = await this.findSettings.run(proof.tenantId);
    return { proof, tenantName: settings.name };
  }
}
