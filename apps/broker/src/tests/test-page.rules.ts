import { CODES, type ConnectionTest, type Turn } from '@portico/contracts';
import type { TestPage } from '../pages/test-page.js';

const REMEDY_TEXTS: Readonly<Record<ConnectionTest['remedies'][number], string>> = {
  prove_domain: "Prove the address's domain by a DNS record, under Domains.",
  allow_mailbox_proof: 'Let people prove their mailbox by a code that is mailed to them.',
  own_addresses_only: 'Declare that this provider only issues addresses that your company controls.',
  choose_email_claim: 'Choose another claim for the e-mail address, or have the provider send one.',
  add_user: 'Add a user with this address, under Users.',
  activate_user: 'Activate this user again, under Users.',
  release_link: 'Release the identity that is linked to this user already, under Users.',
  link_beforehand: 'Link the identity to a user beforehand, or choose another policy of matching.',
};

/** As whoever tests a connection reads it: they set it up. */
const TURNS: Readonly<Record<Turn, string>> = {
  user: 'Whoever signs in can put this right.',
  tenant_admin: 'You can put this right, in the settings or at your identity provider.',
  application_team: 'The people who run the application can put this right.',
  operator: 'The people who run this service can put this right.',
  identity_provider: 'It is up to your identity provider.',
};

const WAITING: TestPage = {
  title: 'This test is not over',
  lead: 'Go on at your identity provider, in this window.',
};

const toSuccess = ({ match, passed }: ConnectionTest): TestPage => {
  if (!match?.user)
    return {
      title: 'It works: a user would be made',
      lead: 'Nobody has this address yet. A sign-in in earnest makes the user.',
      note: 'To enforce this way in, test it as an administrator.',
    };
  return {
    title: `It works: you are ${match.user.name}`,
    lead: 'Nobody was signed in, and nothing was changed.',
    note: passed
      ? 'You are an administrator: by this way in you still get in.'
      : 'You are no administrator. To enforce this way in, test it as one.',
  };
};

/** What the page at the end of a test says. */
export const toTestPage = (test: ConnectionTest): TestPage => {
  const { status, upstreamError, remedies, reference } = test;
  if (status === 'succeeded') return { ...toSuccess(test), reference };
  if (status === 'waiting' || status === 'under_way') return WAITING;
  const code = test.code ?? 'test_link_invalid';
  const { adminText: text, turn } = CODES[code];
  return {
    title: 'The test did not work',
    refusal: { code, text },
    lead: TURNS[turn],
    upstreamError,
    remedies: remedies.map((remedy) => REMEDY_TEXTS[remedy]),
    reference,
  };
};
