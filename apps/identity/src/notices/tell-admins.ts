import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { MailStore } from '../mail/mail.store.js';
import { SendMail } from '../mail/send-mail.js';
import { AdminStore } from './admin.store.js';
import type { Notice } from './notice.rules.js';

/** Queues a letter to each active administrator of a tenant, in the transaction that takes the fact in: once each. */
@Injectable()
export class TellAdmins {
  constructor(
    private readonly admins: AdminStore,
    private readonly mails: MailStore,
    private readonly mail: SendMail,
  ) {}

  async run(tx: EntityManager, tenantId: string, notice: Notice): Promise<void> {
    const userIds = await this.admins.list(tx, tenantId);
    const jobs = userIds.map((userId) => ({ kind: 'notice' as const, userId, notice }));
    await this.mails.add(tx, tenantId, jobs);
    this.mail.nudge();
  }
}
