import { readEmail } from '@portico/policy';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { MailStore } from '../mail/mail.store.js';
import { PasswordStore } from './password.store.js';

/** Queues a link for every active user with an address in the tenants given; a deactivated one gets none. */
@Injectable()
export class SpreadPasswordLinks {
  constructor(
    private readonly database: Database,
    private readonly passwords: PasswordStore,
    private readonly mails: MailStore,
  ) {}

  async run({ email, tenantIds }: { email: string; tenantIds: string[] }): Promise<void> {
    const normal = readEmail(email)?.normal;
    if (!normal) return;
    for (const tenantId of new Set(tenantIds))
      await this.database.inTenant(tenantId, async (tx) => {
        const holders = await this.passwords.listHolders(tx, [tenantId], normal);
        const jobs = holders
          .filter(({ user }) => user.status === 'active')
          .map(({ user }) => ({ kind: 'password_link', userId: user.userId, askedBy: 'user' }) as const);
        if (jobs.length > 0) await this.mails.add(tx, tenantId, jobs);
      });
  }
}
