import { AppError, DecideReset, type Principal } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { MailStore } from '../mail/mail.store.js';
import { SendMail } from '../mail/send-mail.js';
import { checkMaySetRoles, toSnapshot } from '../users/user.rules.js';
import { UserStore } from '../users/user.store.js';

/** Queues a one-time link for a user at an admin's word, if the tenant's settings let that user have a password now. */
@Injectable()
export class SendPasswordLink {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly mails: MailStore,
    private readonly ask: Ask,
    private readonly mail: SendMail,
  ) {}

  async run(input: { tenantId: string; userId: string; bearer: Principal }): Promise<void> {
    const { tenantId, userId, bearer } = input;
    const user = await this.database.inTenant(tenantId, (tx) => this.users.get(tx, tenantId, userId));
    checkMaySetRoles(user.roles, bearer);
    if (user.status !== 'active') throw new AppError('user_deactivated');
    const { allowed, code } = await this.ask.to(DecideReset, { user: toSnapshot(user) });
    if (!allowed) throw new AppError(code ?? 'sso_required', { detail: 'by the settings of now' });
    await this.database.inTenant(tenantId, async (tx) => {
      await this.mails.add(tx, tenantId, [{ kind: 'password_link', userId, askedBy: 'admin' }]);
    });
    this.mail.nudge();
  }
}
