import type { Code, Matching, Provider, Remedy } from '@portico/contracts';
import { remediesFor } from './remedies.rules.js';

const matching: Matching = { policy: 'match_only', mailboxProof: false };
const connection = {
  provider: 'okta' as Provider,
  issuer: 'https://acme.okta.com',
  issuesOwnAddressesOnly: false,
};
const email = 'scout@acme.example';

describe(remediesFor, () => {
  it.each<[Code, Remedy[]]>([
    ['email_missing', ['choose_email_claim']],
    ['user_unknown', ['add_user']],
    ['user_deactivated', ['activate_user']],
    ['link_conflict', ['release_link']],
    ['link_missing', ['link_beforehand']],
    ['user_ambiguous', []],
    ['upstream_client_refused', []],
  ])('names what helps against %s', (code, remedies) => {
    expect(remediesFor({ code, connection, matching, claims: { email } })).toEqual(remedies);
  });

  it.each<[string, Provider, object, Matching, Remedy[]]>([
    [
      'that nobody speaks about',
      'okta',
      {},
      matching,
      ['prove_domain', 'allow_mailbox_proof', 'own_addresses_only'],
    ],
    [
      'that the provider itself says no to',
      'okta',
      { email_verified: false },
      matching,
      ['allow_mailbox_proof'],
    ],
    [
      'of a consumer account at Google',
      'google',
      { email_verified: true },
      matching,
      ['allow_mailbox_proof'],
    ],
    ['of another directory at Azure', 'azure', { tid: 'x' }, matching, ['allow_mailbox_proof']],
    [
      'where mailboxes may be proved already',
      'okta',
      {},
      { ...matching, mailboxProof: true },
      ['prove_domain', 'own_addresses_only'],
    ],
  ])(
    'offers for an unproved address %s only what the rule of trust would take',
    (_, provider, claims, policy, remedies) => {
      expect(
        remediesFor({
          code: 'email_unverified',
          connection: { ...connection, provider },
          matching: policy,
          claims: { email, ...claims },
        }),
      ).toEqual(remedies);
    },
  );
});
