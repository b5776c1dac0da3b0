import type { ConnectionRevision } from '@portico/contracts';
import { differencesOf, isSecretReplaced } from './compare.rules.js';

const aRevision = (revision: number, values: Partial<ConnectionRevision> = {}): ConnectionRevision => ({
  revision,
  status: 'superseded',
  savedBy: 'user:atticus',
  savedAt: '2026-11-23T09:00:00.000Z',
  changed: [],
  clientId: '0oa1',
  clientSecretSet: true,
  issuer: 'https://acme.okta.com',
  userinfoMethod: 'GET',
  scopes: ['openid', 'email'],
  tokenAuth: 'auto',
  emailClaim: 'email',
  secretExpiresAt: null,
  issuesOwnAddressesOnly: false,
  callback: 'own',
  honoursSessionExpiry: false,
  recheckMinutes: null,
  ...values,
});

describe(differencesOf, () => {
  it('names what differs, lists by what is in them', () => {
    const one = aRevision(1);
    expect(differencesOf(one, aRevision(2, { scopes: ['openid', 'email'] }))).toEqual([]);
    expect(differencesOf(one, aRevision(2, { scopes: ['openid'], clientId: '0oa2' }))).toEqual([
      'clientId',
      'scopes',
    ]);
  });
});

describe(isSecretReplaced, () => {
  const revisions = [aRevision(3), aRevision(2, { changed: ['clientSecret'] }), aRevision(1)];
  const [third, second, first] = revisions as [ConnectionRevision, ConnectionRevision, ConnectionRevision];

  it('is by what was saved between the two, whichever comes first', () => {
    expect(isSecretReplaced(revisions, first, third)).toBe(true);
    expect(isSecretReplaced(revisions, third, first)).toBe(true);
    expect(isSecretReplaced(revisions, first, second)).toBe(true);
    expect(isSecretReplaced(revisions, second, third)).toBe(false);
  });
});
