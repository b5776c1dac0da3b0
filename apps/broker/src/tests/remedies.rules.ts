import type { Code, ConnectionSettings, Matching, Remedy } from '@portico/contracts';
import { emailTrustOf } from '@portico/policy';

/** What is known when a test is refused. */
export interface RefusedTest {
  code: Code;
  connection: Pick<ConnectionSettings, 'provider' | 'issuesOwnAddressesOnly'> & { issuer: string };
  matching: Matching;
  /** With the address under `email`; none where it did not come so far. */
  claims?: Readonly<Record<string, unknown>>;
}

const REMEDY_OF_CODE: Readonly<Partial<Record<Code, Remedy>>> = {
  email_missing: 'choose_email_claim',
  user_unknown: 'add_user',
  user_deactivated: 'activate_user',
  link_conflict: 'release_link',
  link_missing: 'link_beforehand',
};

/** Each is tried with the rule that decides in earnest: an explicit no of the provider is overridden by none of them. */
const remediesForTrust = ({ connection, matching, claims = {} }: RefusedTest): Remedy[] => {
  const { provider, issuer, issuesOwnAddressesOnly } = connection;
  const before = { provider, issuer, claims, issuesOwnAddressesOnly, domainProved: false };
  const trustedBy = (change: Partial<typeof before>): boolean =>
    emailTrustOf({ ...before, ...change }) === 'trusted';
  return [
    ...(trustedBy({ domainProved: true }) ? ['prove_domain' as const] : []),
    ...(matching.mailboxProof || matching.policy === 'pre_linked_only'
      ? []
      : ['allow_mailbox_proof' as const]),
    ...(trustedBy({ issuesOwnAddressesOnly: true }) ? ['own_addresses_only' as const] : []),
  ];
};

/** What would help after this refusal, each with a place in the settings. */
export const remediesFor = (refused: RefusedTest): Remedy[] => {
  if (refused.code === 'email_unverified') return remediesForTrust(refused);
  const remedy = REMEDY_OF_CODE[refused.code];
  return remedy ? [remedy] : [];
};
