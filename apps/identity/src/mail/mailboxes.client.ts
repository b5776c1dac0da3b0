import { createTransport } from 'nodemailer';
import { Injectable, Logger } from '@nestjs/common';
import type { Letter } from './mail.rules.js';

/** How mails leave; of the environment. */
export abstract class MailOptions {
  /** `smtp://…`, `smtps://…`, or `log:` for a demo. */
  abstract smtpUrl: string;
  /** The sender, such as `Portico <no-reply@example.com>`. */
  abstract from: string;
}

/** Together shorter than the minute after which another process takes the mail on. */
const LIMITS = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
  dnsTimeout: 5_000,
};

/** People's mailboxes, reached through the deployment's SMTP server. */
@Injectable()
export class Mailboxes {
  private readonly logger = new Logger(Mailboxes.name);
  private readonly transport;

  constructor(private readonly options: MailOptions) {
    this.transport =
      options.smtpUrl === 'log:'
        ? null
        : createTransport({
            url: options.smtpUrl,
            pool: true,
            maxConnections: 3,
            // No part of a letter may name a file or an address to be read into it.
            disableFileAccess: true,
            disableUrlAccess: true,
            ...LIMITS,
          });
  }

  /** Sends a letter; resolves when the server has taken it over, and throws what it answered otherwise. */
  async send({ to, ...letter }: Letter): Promise<void> {
    if (!this.transport) {
      this.log({ to, ...letter });
      return;
    }
    await this.transport.sendMail({
      from: this.options.from,
      // As an object, for text would be read as a list of addresses.
      to: { name: '', address: to },
      ...letter,
      // RFC 3834 §5: out-of-office replies and mailing lists leave it alone.
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  }

  onApplicationShutdown(): void {
    this.transport?.close();
  }

  /**
   * Whoever reads the log may use the link or the code in it: fit for a demo, where that is the same person. The
   * environment refuses `log:` beside an https address, which every real deployment has.
   */
  private log({ to, subject, text }: Omit<Letter, 'html'>): void {
    this.logger.log({ mail: { to, subject, text } }, `mail for ${to}: ${subject}`);
  }
}
