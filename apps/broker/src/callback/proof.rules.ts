import type { LoginProof } from '../logins/login.store.js';
import type { MailboxProof } from '../logins/mailbox-cookies.js';
import type { VerifiedIdentity } from '../upstream/finish-upstream.js';

/** How the identity provider says that it knew the person. */
export const toProof = ({ amr, acr, authTime, upstream, recheck }: VerifiedIdentity): LoginProof => ({
  amr: amr ?? null,
  acr: acr ?? null,
  authTime: authTime === undefined ? null : new Date(authTime * 1000),
  upstream,
  recheck,
});

/** The same, after a browser has carried it. */
export const toCarriedProof = ({ amr, acr, authTime, upstream }: MailboxProof): LoginProof => ({
  amr,
  acr,
  authTime: authTime === null ? null : new Date(authTime),
  upstream: upstream ?? null,
});
