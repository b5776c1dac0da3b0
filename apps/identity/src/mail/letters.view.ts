import { join } from 'node:path';
import { Eta } from 'eta';
import type { AskedBy, Letter } from './mail.rules.js';

const SUBJECTS = {
  'password-link': 'Choose your password',
  'mailbox-code': 'Your code for signing in',
} as const;

/**
 * Every letter of this service, as text and HTML from data. Names of people are in none: whoever can choose one
 * could have Portico mail their own words.
 */
export class Letters {
  private readonly eta = new Eta({
    views: join(import.meta.dirname, 'templates'),
    cache: true,
    autoEscape: true,
  });
  // A letter of plain text is not HTML: an ampersand in an address stays one.
  private readonly plain = new Eta({
    views: join(import.meta.dirname, 'templates'),
    cache: true,
    autoEscape: false,
    autoTrim: false,
  });

  /** `publicUrl` is the broker's address as browsers see it, from configuration and never from a request. */
  constructor(private readonly publicUrl: string) {}

  /** A one-time link for a new or a first password; the page at its address is the broker's. */
  passwordLink(letter: { email: string; token: string; askedBy: AskedBy; first: boolean }): Letter {
    const { email, token, ...rest } = letter;
    const url = new URL(`${this.publicUrl}/password`);
    url.searchParams.set('token', token);
    return this.write('password-link', email, { ...rest, email, url: url.href });
  }

  /** The code that proves the mailbox, in two groups that are easy to type. */
  mailboxCode({ email, code }: { email: string; code: string }): Letter {
    return this.write('mailbox-code', email, { email, code: `${code.slice(0, 3)} ${code.slice(3)}` });
  }

  private write(template: keyof typeof SUBJECTS, to: string, data: object): Letter {
    const subject = SUBJECTS[template];
    const page = { ...data, subject, place: this.publicUrl };
    return {
      to,
      subject,
      text: this.plain.render(`./${template}-text`, page),
      html: this.eta.render(`./${template}-html`, page),
    };
  }
}
