/** Whose attempts are counted together. */
export type Per = 'network' | 'email' | 'email_network';

/** So many attempts within so many minutes, counted from the first. */
export interface Limit {
  per: Per;
  attempts: number;
  minutes: number;
}

/** A way in that people, and programs, can try again and again. */
export type Door =
  | 'password'
  | 'recovery'
  | 'sso_email'
  | 'forgotten_network'
  | 'forgotten_email'
  | 'password_link'
  | 'mailbox_mail'
  | 'mailbox_code'
  | 'logout_token'
  | 'factor'
  | 'factor_day'
  | 'factor_step'
  | 'connection_test'
  | 'test_link';

/**
 * What a person never needs, and a program that guesses soon does. Attempts at one door never count at another: whoever
 * guesses somebody's password keeps nobody out of single sign-on. Docs: docs/security/throttling.md.
 */
export const LIMITS: Readonly<Record<Door, readonly Limit[]>> = Object.freeze({
  password: [
    { per: 'email_network', attempts: 10, minutes: 15 },
    { per: 'email', attempts: 50, minutes: 60 },
    { per: 'network', attempts: 100, minutes: 15 },
  ],
  // None for an address alone: 80 bits are not guessed from however many networks, and nobody is to be kept from the
  // last way in.
  recovery: [
    { per: 'email_network', attempts: 10, minutes: 15 },
    { per: 'network', attempts: 100, minutes: 15 },
  ],
  sso_email: [{ per: 'network', attempts: 600, minutes: 10 }],
  forgotten_network: [{ per: 'network', attempts: 30, minutes: 60 }],
  forgotten_email: [{ per: 'email', attempts: 3, minutes: 60 }],
  password_link: [{ per: 'network', attempts: 60, minutes: 15 }],
  mailbox_mail: [{ per: 'email', attempts: 5, minutes: 60 }],
  mailbox_code: [{ per: 'network', attempts: 60, minutes: 15 }],
  // Only those that are refused: a provider may end everybody's sessions within a minute.
  logout_token: [{ per: 'network', attempts: 60, minutes: 15 }],
  // In place of an address stands the user: three codes of a million are right, so 50 tries a day take 18 years.
  factor: [{ per: 'email', attempts: 10, minutes: 15 }],
  factor_day: [{ per: 'email', attempts: 50, minutes: 24 * 60 }],
  factor_step: [{ per: 'email', attempts: 5, minutes: 60 }],
  // In place of an address stands the tenant.
  connection_test: [{ per: 'email', attempts: 30, minutes: 10 }],
  test_link: [{ per: 'network', attempts: 60, minutes: 15 }],
});

/** A limit as a deployment wants it; never less than one attempt. */
export const toAttempts = ({ attempts }: Limit, factor: number): number =>
  Math.max(1, Math.round(attempts * factor));
