import { setTimeout as sleep } from 'node:timers/promises';
import { Pulse } from '@portico/messaging';
import { Database } from '@portico/service-kit';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { isRefusedForGood, isTooLate, type TakenMail } from './mail.rules.js';
import { type MailKey, MailStore } from './mail.store.js';
import { Mailboxes } from './mailboxes.client.js';
import { WriteLetter } from './write-letter.js';

const AT_ONCE = 5;
const STOP_WITHIN_MS = 10_000;

/**
 * Works the mail queue off, beside every request and every transaction. Replicas share it: each mail is taken on by
 * one, tried again in ever longer pauses, and given up after a day.
 */
@Injectable()
export class SendMail implements OnApplicationBootstrap {
  private readonly logger = new Logger(SendMail.name);
  private readonly pulse = new Pulse(() => this.run(), {
    shortestMs: 20,
    longestMs: 2000,
    failed: (error) => this.logger.warn({ err: error }, 'mail has to wait'),
  });

  constructor(
    private readonly database: Database,
    private readonly mails: MailStore,
    private readonly mailboxes: Mailboxes,
    private readonly letter: WriteLetter,
  ) {}

  onApplicationBootstrap(): void {
    this.pulse.start();
  }

  // Before the database is closed, so that what is being sent is known as sent.
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.race([this.pulse.stop(), sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
  }

  /** A mail is about to be committed to the queue. */
  nudge(): void {
    this.pulse.nudge();
  }

  /** Sends some of what is due; true if there is more. */
  async run(): Promise<boolean> {
    // Across tenants, as a queue of everybody's mail can only be looked through so.
    const due = await this.database.acrossTenants((tx) => this.mails.listDue(tx, AT_ONCE));
    await Promise.all(due.map((key) => this.work(key)));
    return due.length === AT_ONCE;
  }

  private async work(key: MailKey): Promise<void> {
    const mail = await this.database.inTenant(key.tenantId, (tx) => this.mails.take(tx, key));
    if (!mail) return;
    const { kind } = mail.job;
    const done = isTooLate(mail)
      ? this.giveUp(kind, new Error(`not sent within ${String(Math.round(mail.ageSeconds))} seconds`))
      : await this.send(mail).catch((error: unknown) => {
          if (isRefusedForGood(error)) return this.giveUp(kind, error);
          this.logger.warn({ err: error, kind, attempts: mail.attempts }, 'a mail has to wait');
          return false;
        });
    if (done) await this.database.inTenant(key.tenantId, (tx) => this.mails.remove(tx, key));
  }

  private async send(mail: TakenMail): Promise<true> {
    const letter = await this.letter.run(mail);
    if (letter) await this.mailboxes.send(letter);
    // It may have queued others.
    else this.nudge();
    return true;
  }

  private giveUp(kind: string, error: unknown): true {
    this.logger.error({ err: error, kind }, 'a mail was given up');
    return true;
  }
}
