import {
  changedFields,
  missingFields,
  rebase,
  toDraft,
  toForm,
  toFormField,
  toUpdate,
  withDraft,
} from './values.rules.js';

const values = {
  clientId: '0oa1',
  clientSecretSet: true,
  issuer: 'https://acme.okta.com',
  userinfoMethod: 'GET' as const,
  scopes: ['openid', 'email'],
  tokenAuth: 'auto' as const,
  emailClaim: 'email',
  secretExpiresAt: '2027-05-31T23:59:59.000Z',
  issuesOwnAddressesOnly: false,
  callback: 'own' as const,
  honoursSessionExpiry: false,
  recheckMinutes: null,
};
const saved = toForm('Okta', values);

describe(toDraft, () => {
  it('never keeps the secret', () => {
    const draft = toDraft('enter_values', { ...saved, clientSecret: 'hush' });
    expect(JSON.stringify(draft)).not.toContain('hush');
    expect(draft).toEqual({
      step: 'enter_values',
      clientId: '0oa1',
      discoveryUrl: 'https://acme.okta.com',
      userinfoMethod: 'GET',
      secretExpiresAt: '2027-05-31T23:59:59.000Z',
    });
  });
});

describe(toUpdate, () => {
  it('sends nothing where nothing changed', () => {
    expect(toUpdate(saved, saved)).toEqual({});
  });

  it('sends what changed, as the API names it', () => {
    const form = { ...saved, scopes: ' openid  profile ', secretExpiresOn: '' };
    expect(toUpdate(form, saved)).toEqual({ scopes: ['openid', 'profile'], secretExpiresAt: null });
  });

  it('sends the end of a new secret along though it is the same day', () => {
    expect(toUpdate({ ...saved, clientSecret: 'new' }, saved)).toEqual({
      clientSecret: 'new',
      secretExpiresAt: '2027-05-31T23:59:59.000Z',
    });
  });
});

describe(withDraft, () => {
  it('lays what was typed over what is saved', () => {
    const draft = { step: 'enter_values' as const, clientId: '', secretExpiresAt: null };
    expect(withDraft(saved, draft)).toEqual({ ...saved, clientId: '', secretExpiresOn: '' });
    expect(withDraft(saved, null)).toBe(saved);
  });
});

describe(missingFields, () => {
  const empty = { ...saved, clientId: '', discoveryUrl: '' };
  it('names what a first save needs', () => {
    expect(missingFields({ provider: 'okta', clientSecretSet: false }, empty)).toEqual([
      'clientId',
      'clientSecret',
      'discoveryUrl',
    ]);
  });

  it('does not want a secret again that is set, and nothing of Google', () => {
    expect(missingFields({ provider: 'okta', clientSecretSet: true }, saved)).toEqual([]);
    expect(missingFields({ provider: 'google', clientSecretSet: false }, empty)).toEqual([]);
  });
});

describe(rebase, () => {
  it('lays one’s own changes over what somebody else has saved', () => {
    const mine = { ...saved, clientId: 'mine' };
    const theirs = { ...saved, clientId: 'theirs', userinfoMethod: 'POST' as const };
    expect(rebase(mine, saved, theirs)).toEqual({ ...theirs, clientId: 'mine' });
    expect(changedFields(rebase(mine, saved, theirs), theirs)).toEqual(['clientId']);
  });
});

describe(toFormField, () => {
  it.each([
    ['clientId', 'clientId'],
    ['secretExpiresAt', 'secretExpiresOn'],
    ['callback', undefined],
  ])('%s', (field, typed) => {
    expect(toFormField(field)).toBe(typed);
  });
});
