import { join } from 'node:path';
import { Eta } from 'eta';
import type { AskedBy, Letter } from './mail.rules.js';

const SUBJECTS = {
  'password-link': 'Choose your password',
  'mailbox-code': 'Your code for signing in',
  'recovery-started': 'Somebody signed in with a recovery code',
  'break-glass-opened': "Your company's single sign-on may be changed from outside",
  'domain-endangered': 'A domain of your company is losing its proof',
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
    return this.write('password-link', email, { ...rest, email, url: this.passwordUrl(token) });
  }

  /** Where a one-time link for a password leads. */
  passwordUrl(token: string): string {
    const url = new URL(`${this.publicUrl}/password`);
    url.searchParams.set('token', token);
    return url.href;
  }

  /** The code that proves the mailbox, in two groups that are easy to type. */
  mailboxCode({ email, code }: { email: string; code: string }): Letter {
    return this.write('mailbox-code', email, { email, code: `${code.slice(0, 3)} ${code.slice(3)}` });
  }

  /** To every administrator: one of them, by address, has signed in by a recovery code. */
  recoveryStarted(letter: { email: string; who: string | null; reference: string; endsAt: string }): Letter {
    return this.write('recovery-started', letter.email, letter);
  }

  /** To every administrator: people of the platform may change single sign-on now. */
  breakGlassOpened(letter: { email: string; reason: string; openUntil: string }): Letter {
    return this.write('break-glass-opened', letter.email, letter);
  }

  /** To every administrator: the record of a proved domain is gone. */
  domainEndangered(letter: {
    email: string;
    domain: string;
    missingSince: string;
    provedUntil: string;
  }): Letter {
    return this.write('domain-endangered', letter.email, letter);
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
