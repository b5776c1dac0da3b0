import type { Notice } from '../notices/notice.rules.js';

/** Who asked for a link: the person at the sign-in page, or an admin of the tenant. */
export type AskedBy = 'user' | 'admin';

/**
 * What is to be mailed. It names whom it is for and never holds a secret: a code or a link is made when the mail is
 * sent, and only its hash is kept.
 */
export type MailJob =
  /** Finds out who has the address in these tenants and queues a link for each; belongs to no tenant. */
  | { kind: 'password_links'; email: string; tenantIds: string[] }
  | { kind: 'password_link'; userId: string; askedBy: AskedBy }
  | { kind: 'mailbox_code'; loginId: string }
  /** What an administrator is told because it concerns all of them. */
  | { kind: 'notice'; userId: string; notice: Notice };

/** A job that this process has taken on. */
export interface TakenMail {
  tenantId: string;
  id: string;
  job: MailJob;
  /** This attempt counted. */
  attempts: number;
  ageSeconds: number;
}

/** A mail as it leaves. */
export interface Letter {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** The tenant of what is asked for before anybody knows whom it concerns (RFC 9562 §5.9). */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

const TEN_MINUTES = 600;
const DAY = 24 * 3600;

/** Whether it is too late to send: after a day, and for a code once the sign-in that waits for it is over. */
export const isTooLate = ({ job, ageSeconds }: TakenMail): boolean =>
  ageSeconds >= (job.kind === 'mailbox_code' ? TEN_MINUTES : DAY);

/** Whether the receiving server refused the mailbox for good (RFC 5321 §4.2.1), so that trying again is in vain. */
export const isRefusedForGood = (error: unknown): boolean => {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  return code === 'EENVELOPE' && typeof responseCode === 'number' && responseCode >= 500;
};
