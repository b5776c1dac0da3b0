import type { Provider } from '@portico/contracts';
import { readEmail } from './email.rules.js';

/** Whether an e-mail claim may prove who somebody is on a first sign-in. */
export type EmailTrust = 'trusted' | 'unverified' | 'missing';

/** What the trust depends on. Claims come from a verified ID token (or its own userinfo) and may be of any type. */
export interface EmailTrustInput {
  provider: Provider;
  /** The connection's issuer. */
  issuer: string;
  claims: { email?: unknown; email_verified?: unknown; hd?: unknown; tid?: unknown; xms_edov?: unknown };
  /** The admin has declared "this provider only issues addresses that we control". */
  issuesOwnAddressesOnly: boolean;
  /** The e-mail's domain is proved for the connection's tenant. */
  domainProved: boolean;
}

type Word = 'yes' | 'no' | 'absent';

const wordOf = (claim: unknown, yes: readonly unknown[] = [true, 'true']): Word =>
  claim === undefined ? 'absent' : yes.includes(claim) ? 'yes' : 'no';

/**
 * Documented as "Boolean value indicating whether the user's email domain owner has been verified", but seen as
 * 1 and "1" too (https://learn.microsoft.com/entra/identity-platform/optional-claims-reference and
 * https://github.com/MicrosoftDocs/azure-docs/issues/111425).
 */
const EDOV_YES = [true, 'true', 1, '1'];

/** The directory of all personal Microsoft accounts: an issuer of its own, but nobody's tenant. */
const PERSONAL_ACCOUNTS = '9188040d-6c67-4c5b-b112-36a304b66dad';
const SINGLE_TENANT_ISSUER = /\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/v2\.0\/?$/i;

const isOwnDirectory = ({ issuer, claims: { tid } }: EmailTrustInput): boolean => {
  const directory = SINGLE_TENANT_ISSUER.exec(issuer)?.[1]?.toLowerCase();
  if (!directory || directory === PERSONAL_ACCOUNTS) return false;
  return typeof tid === 'string' && tid.toLowerCase() === directory;
};

/** Microsoft lets people write any address into `email`; only the directory or the domain's owner proves it. */
const isTrustedAtAzure = (input: EmailTrustInput): boolean => {
  const edov = wordOf(input.claims.xms_edov, EDOV_YES);
  if (edov === 'no' || wordOf(input.claims.email_verified) === 'no') return false;
  return edov === 'yes' || isOwnDirectory(input);
};

/** Google is authoritative for Workspace and Gmail only; any other verified address may have changed hands since. */
const isTrustedAtGoogle = ({ claims }: EmailTrustInput, domain: string): boolean =>
  wordOf(claims.email_verified) === 'yes' &&
  ((typeof claims.hd === 'string' && claims.hd !== '') || domain === 'gmail.com');

const isTrustedElsewhere = (input: EmailTrustInput): boolean => {
  const word = wordOf(input.claims.email_verified);
  return word === 'absent' ? input.domainProved || input.issuesOwnAddressesOnly : word === 'yes';
};

/**
 * Whether the e-mail that an IdP sent may decide who somebody is. `missing` where there is no address that can be
 * read, `unverified` where nobody vouches for it: an explicit false is never overridden, and a value of another kind
 * than the providers send counts as false.
 */
export const emailTrustOf = (input: EmailTrustInput): EmailTrust => {
  const email = readEmail(input.claims.email);
  if (!email) return 'missing';
  const trusted =
    input.provider === 'azure'
      ? isTrustedAtAzure(input)
      : input.provider === 'google'
        ? isTrustedAtGoogle(input, email.domain)
        : isTrustedElsewhere(input);
  return trusted ? 'trusted' : 'unverified';
};
