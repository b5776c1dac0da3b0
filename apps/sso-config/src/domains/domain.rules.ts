import { AppError, type Domain } from '@portico/contracts';
import { readDomain } from '@portico/policy';
import { getDomain } from 'tldts';
import type { DomainRow } from './domain.entity.js';
import { MAILBOX_PROVIDERS } from './mailbox-providers.rules.js';

/** So many domains still fit into one message to the broker, beside everything else. */
export const DOMAINS_AT_MOST = 100;

/** A challenge has to be answered within so many days. */
export const CHALLENGE_DAYS = 7;

const CHALLENGE_LABEL = '_portico-challenge';
/** RFC 1035 §2.3.4. */
const LONGEST_NAME = 253;

/** Where the TXT record of a domain's challenge has to be. */
export const toChallengeName = (domain: string): string => `${CHALLENGE_LABEL}.${domain}`;

/** What the record has to say, for 256 random bits. */
export const toChallengeValue = (random: string): string => `portico-domain-verification=${random}`;

/**
 * The domain that somebody claims, in lower-case ASCII. Refuses with `domain_invalid` what no company's addresses can
 * be in: no domain name, a public suffix (publicsuffix.org, the private part included, such as `github.io`), and the
 * big mailbox providers.
 */
export const readClaim = (typed: string): string => {
  const domain = readDomain(typed);
  const registered = domain === null ? null : getDomain(domain, { allowPrivateDomains: true });
  if (domain === null || registered === null || toChallengeName(domain).length > LONGEST_NAME)
    throw new AppError('domain_invalid', { detail: 'no domain name, or a public suffix' });
  if (MAILBOX_PROVIDERS.has(registered))
    throw new AppError('domain_invalid', { detail: 'a mailbox provider' });
  return domain;
};

/** The domain in an address; what is none is answered like one that the tenant does not have. */
export const readDomainOfPath = (text: string): string => {
  const domain = readDomain(text);
  if (domain === null) throw new AppError('not_found', { detail: 'no domain name' });
  return domain;
};

/** Whether one of the records says what the challenge wants. */
export const isProved = (records: readonly string[], challenge: string): boolean =>
  records.some((record) => record.trim() === challenge);

/** Refuses with `domain_unproved` unless one of the records says what the challenge wants. */
export const checkProof = (records: readonly string[], challenge: string): void => {
  if (!isProved(records, challenge))
    throw new AppError('domain_unproved', { detail: `${records.length} other records` });
};

/** A domain as the API shows it. */
export const toDomain = ({ domain, challenge, challengeExpiresAt, provedAt, ...row }: DomainRow): Domain => ({
  domain,
  status: provedAt === null ? 'pending' : 'proved',
  challenge:
    provedAt === null
      ? { name: toChallengeName(domain), value: challenge, expiresAt: challengeExpiresAt.toISOString() }
      : null,
  provedAt: provedAt?.toISOString() ?? null,
  checkedAt: row.checkedAt?.toISOString() ?? null,
  missingSince: row.missingSince?.toISOString() ?? null,
});
