import { join } from 'node:path';
import type { AppError, Turn } from '@portico/contracts';
import { Eta } from 'eta';
import { encodeQR } from 'qr';
import type { FactorPage, SetUpPage } from './factor-pages.js';
import type { TestPage } from './test-page.js';

/** What every page may carry besides its own. */
export interface FailurePage {
  error: AppError;
  reference?: string;
  /** Where the same application's sign-in starts again; none where it cannot. */
  startAgain?: string;
  /** Where an administrator gets in by a recovery code; none where that is not open. */
  recover?: string;
  explanation?: string;
}

/** A tenant's way in on the chooser. */
export interface Way {
  connectionId: string;
  label: string;
}

/** The last single sign-on of this browser, which screen 1 offers first. */
export interface RememberedWay {
  provider: string;
  email?: string;
}

/** The organisations that know an address, and the form that goes on with the one chosen. */
export interface OrganisationChooser {
  uid: string;
  applicationName: string;
  email: string;
  /** Where the form is posted to; the choice comes as the field `organisation`. */
  action: string;
  /** What the form carries along, by field name. */
  hidden: Record<string, string>;
  organisations: { value: string; name: string }[];
}

/** The ways in to one organisation, and the form that goes on with the one chosen, as the field `connectionId`. */
export interface WayChooser {
  uid: string;
  applicationName: string;
  organisationName: string;
  email?: string;
  action: string;
  hidden: Record<string, string>;
  ways: Way[];
}

const TURNS: Readonly<Record<Turn, string>> = {
  user: 'You can put this right yourself.',
  tenant_admin: "Your company's administrator can put this right.",
  application_team: 'The people who run the application can put this right.',
  operator: 'The people who run this service can put this right.',
  identity_provider: "It is up to your company's identity provider.",
};

/** Every page of the broker, as HTML from data: no script, every value escaped by the template engine. */
export class Pages {
  private readonly eta = new Eta({
    views: join(import.meta.dirname, 'templates'),
    cache: true,
    autoEscape: true,
  });

  constructor(private readonly supportUrl: string | undefined) {}

  signIn(page: {
    uid: string;
    applicationName: string;
    email?: string;
    offersSso: boolean;
    /** After a password was refused where administrators have another way in. */
    offersRecovery: boolean;
    remembered?: RememberedWay;
    /** A second factor is to be set up after the password. */
    setsUp?: boolean;
    error?: AppError;
  }): string {
    return this.render('sign-in', `Sign in to ${page.applicationName}`, page);
  }

  sso(page: { uid: string; applicationName: string; email?: string; error?: AppError }): string {
    return this.render('sso', 'Log in with SSO', page);
  }

  chooseWay(page: WayChooser): string {
    return this.render('choose-way', 'Choose how to sign in', page);
  }

  chooseOrganisation(page: OrganisationChooser): string {
    return this.render('choose-organisation', 'Choose your organisation', page);
  }

  forgottenPassword(page: { uid: string; email?: string }): string {
    return this.render('forgotten-password', 'Forgot your password?', page);
  }

  forgottenPasswordAnswered(page: { uid: string; email: string }): string {
    return this.render('forgotten-password-answered', 'Look into your mailbox', page);
  }

  recovery(page: { uid: string; email?: string; error?: AppError }): string {
    return this.render('recovery', 'Use a recovery code', page);
  }

  newPassword(page: { token: string; email: string; tenantName: string; error?: AppError }): string {
    return this.render('new-password', 'Set your password', page);
  }

  passwordSet(page: { uid?: string }): string {
    return this.render('password-set', 'Your password is set', page);
  }

  passwordLinkInvalid(page: { uid?: string; error: AppError }): string {
    return this.render('password-link-invalid', 'This link does not work', page);
  }

  mailbox(page: { path: string; tenantName: string; error?: AppError }): string {
    return this.render('mailbox', 'Check your mailbox', page);
  }

  secondFactor(page: FactorPage): string {
    return this.render('second-factor', 'Your second factor', page);
  }

  setUpFactor(page: SetUpPage): string {
    const { secret, otpauthUri } = page.totp;
    const key = secret.match(/.{1,4}/g)?.join(' ');
    return this.render('set-up-factor', 'Set up a second factor', {
      ...page,
      key,
      qr: encodeQR(otpauthUri, 'svg', { border: 2, ecc: 'low' }),
    });
  }

  again(page: { uid: string; applicationName: string }): string {
    return this.render('again', `Sign in to ${page.applicationName} again?`, page);
  }

  openApplication({ organisationName }: { organisationName: string }): string {
    return this.render('open-application', `Sign in to ${organisationName}`, { organisationName });
  }

  leave(page: { url: string }): string {
    return this.render('leave', 'One moment', page);
  }

  failure({ error, ...page }: FailurePage): string {
    const { userText, turn } = error.entry;
    return this.render('failure', 'Sign-in did not work', {
      ...page,
      text: userText,
      turn: TURNS[turn],
      code: error.code,
    });
  }

  testResult({ title, ...page }: TestPage): string {
    return this.render('test-result', title, page);
  }

  confirmLogout(page: {
    /** Of oidc-provider, as HTML. */
    form: string;
    applicationName?: string;
    /** Where else the person is signed in, and whether that can be ended from here. */
    provider: { name: string; url: string | null } | null;
  }): string {
    return this.render('confirm-logout', 'Sign out', page);
  }

  loggedOut(): string {
    return this.render('logged-out', 'You are signed out', {});
  }

  private render(template: string, title: string, page: object): string {
    return this.eta.render(`./${template}`, { title, supportUrl: this.supportUrl, ...page });
  }
}
